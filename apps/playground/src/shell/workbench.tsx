import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { IconButton } from '../ui/button.js';
import { hasSheet, isSheetOpen, sheetId } from './controls-sheet.js';
import { shellTexts } from './texts.js';
import './workbench.css';

/** Settings of {@link Workbench}. */
export interface WorkbenchProps {
  /** What one watches while one sets something: it stays in sight. On a phone it is at most half as high as the window. */
  readonly picture?: ComponentChildren;
  /** The page's question and steps: a `Guide`. */
  readonly guide?: ComponentChildren;
  /** What else one looks at, below the picture. */
  readonly stage?: ComponentChildren;
  /** What one sets: beside the picture, on a phone a sheet that leaves the picture in sight. */
  readonly controls?: ComponentChildren;
  /** Charts and more, below. */
  readonly below?: ComponentChildren;
}

/** The main part of a page: picture, guide, controls and charts. */
export function Workbench({ picture, guide, stage, controls, below }: WorkbenchProps) {
  return (
    <div class={`workbench${picture ? ' workbench--pictured' : ''}`}>
      {picture && <div class="workbench__picture">{picture}</div>}
      <div class="workbench__side">
        {guide && <div class="workbench__guide">{guide}</div>}
        {controls && <ControlsSheet>{controls}</ControlsSheet>}
      </div>
      {stage && <div class="workbench__stage">{stage}</div>}
      {below && <div class="workbench__below">{below}</div>}
    </div>
  );
}

/** The controls: in their place, or where there is no room a sheet that the bar opens. */
function ControlsSheet({ children }: { readonly children: ComponentChildren }) {
  const texts = inLanguage(shellTexts);
  const sheet = useRef<HTMLElement>(null);
  const isOpen = isSheetOpen.value;
  useEffect(() => {
    hasSheet.value = true;
    return () => {
      hasSheet.value = false;
      isSheetOpen.value = false;
    };
  }, []);
  useEffect(() => {
    if (isOpen) sheet.current?.focus({ preventScroll: true });
  }, [isOpen]);
  const close = () => {
    if (!isSheetOpen.peek()) return;
    isSheetOpen.value = false;
    document.querySelector<HTMLElement>(`[aria-controls="${sheetId}"]`)?.focus();
  };
  return (
    <section
      ref={sheet}
      id={sheetId}
      class="workbench__controls"
      aria-label={texts.controls}
      tabIndex={-1}
      data-open={isOpen}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <header class="workbench__sheet-head">
        <h2>{texts.controls}</h2>
        <IconButton label={texts.closeControls} icon={X} onClick={close} />
      </header>
      {children}
    </section>
  );
}
