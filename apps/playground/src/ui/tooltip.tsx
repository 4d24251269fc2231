import type { ComponentChildren } from 'preact';
import './tooltip.css';

/** Settings of {@link Tooltip}. */
export interface TooltipProps {
  /** What the control is already named, or a few words on it. */
  readonly text: string;
  /** Where it opens, default above. */
  readonly below?: boolean;
  readonly children: ComponentChildren;
}

/** Words beside a control, while the pointer rests on it or it has the focus. Screen readers have the control's own name. */
export function Tooltip({ text, below = false, children }: TooltipProps) {
  return (
    <span class={`tooltip${below ? ' tooltip--below' : ''}`}>
      {children}
      <span class="tooltip__text" aria-hidden="true">
        {text}
      </span>
    </span>
  );
}
