import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './card.css';

/** Settings of {@link Card}. */
export interface CardProps {
  readonly title?: string;
  /** Beside the title. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
  /** Whether the content reaches the edges. */
  readonly flush?: boolean;
}

/** A surface that holds what belongs together. */
export function Card({ title, actions, children, flush }: CardProps) {
  const id = useId();
  return (
    <section class={`card${flush ? ' card--flush' : ''}`} aria-labelledby={title ? id : undefined}>
      {(title || actions) && (
        <header class="card__head">
          {title && (
            <h2 id={id} class="card__title">
              {title}
            </h2>
          )}
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}
