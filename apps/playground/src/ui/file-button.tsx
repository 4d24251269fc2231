import { type LucideIcon, Upload } from 'lucide-preact';
import { useRef } from 'preact/hooks';
import { Button } from './button.js';

/** Settings of {@link FileButton}. */
export interface FileButtonProps {
  readonly children: string;
  /** What the dialog offers, as `image/*` or `.safetensors`; files of other kinds come too, so look at them. */
  readonly accept: string;
  readonly onFile: (file: File) => void;
  readonly icon?: LucideIcon;
  readonly disabled?: boolean;
}

/** A button that asks for a file. */
export function FileButton({ children, accept, onFile, icon = Upload, disabled = false }: FileButtonProps) {
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
        accept={accept}
        aria-label={children}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = ''; // the same file may be chosen again
          if (file) onFile(file);
        }}
      />
    </>
  );
}
