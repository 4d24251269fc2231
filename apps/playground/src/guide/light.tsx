import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';

/** What is pointed at now, by name: words of the text and what they are about carry the same name. */
export const lit = signal<string | undefined>(undefined);

/** Attributes of what lights under a name, and lights the others of that name when it is pointed at or has the focus. */
export function lighting(name: string) {
  const on = () => {
    lit.value = name;
  };
  const off = () => {
    if (lit.peek() === name) lit.value = undefined;
  };
  return {
    'data-lit': lit.value === name,
    onPointerEnter: on,
    onPointerLeave: off,
    onFocusCapture: on,
    onBlurCapture: off,
  };
}

/** Settings of {@link Lit}. */
export interface LitProps {
  readonly name: string;
  readonly children: ComponentChildren;
}

/** A control or a part of the picture that words of the text light, and that lights them. */
export function Lit({ name, children }: LitProps) {
  return (
    <div class="lit" {...lighting(name)}>
      {children}
    </div>
  );
}
