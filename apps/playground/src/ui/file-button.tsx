import { type LucideIcon, Upload } from 'lucide-preact';
import { useRef } from 'preact/hooks';
import { Button } from './button.js';

/** Settings of {@link FileButton}. */
export interface FileButtonProps {
  readonly children: string;
  /** What the dialog offers, as `image/*` or `.safetensors`; files of other kinds come too, so look at them. */
  readonly accept: string;
  /** Called with each file. */
  readonly onFile?: (file: File) => void;
  /** Called with all files at once. */
  readonly onFiles?: (files: readonly File[]) => void;
  /** Whether several may be chosen at once; default false. */
  readonly multiple?: boolean;
  readonly icon?: LucideIcon;
  readonly disabled?: boolean;
}

/** A button that asks for a file. */
export function FileButton(props: FileButtonProps) {
  const { children, accept, onFile, onFiles, multiple = false, icon = Upload, disabled = false } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={icon} disabled={disabled} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        accept={accept}
        aria-label={children}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = ''; // the same file may be chosen again
          for (const file of files) onFile?.(file);
          if (files.length > 0) onFiles?.(files);
        }}
      />
    </>
  );
}
