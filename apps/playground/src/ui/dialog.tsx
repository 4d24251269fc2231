import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { IconButton } from './button.js';
import './dialog.css';
import { uiTexts } from './texts.js';

/** Settings of {@link Dialog}. */
export interface DialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** `menu`: wide, below the header; default a window in the middle. Both are sheets on a phone. */
  readonly kind?: 'window' | 'menu';
}

/** A window over the page. Escape and a click beside it close it; the focus stays inside and goes back after. */
export function Dialog({ open, title, onClose, children, kind = 'window' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const texts = inLanguage(uiTexts);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has Escape, which the element handles
    <dialog
      ref={dialog}
      class={`dialog dialog--${kind}`}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      {open && (
        <>
          <header class="dialog__head">
            <h2 id={id}>{title}</h2>
            <IconButton label={texts.close} icon={X} onClick={onClose} />
          </header>
          <div class="dialog__body">{children}</div>
        </>
      )}
    </dialog>
  );
}
