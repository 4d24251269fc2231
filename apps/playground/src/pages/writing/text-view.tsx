import { useEffect, useRef } from 'preact/hooks';
import { inLanguage } from '../../i18n/texts.js';
import { writingTexts } from './texts.js';
import type { Written } from './use-writing.js';

/** Settings of {@link TextView}. */
export interface TextViewProps {
  readonly prompt: string;
  readonly written: readonly Written[];
  /** The unit that colours it, from 1. */
  readonly unit: number;
  /** The character that is looked at. */
  readonly at: number;
  /** Called with the character that is pointed at, and with `undefined` when none is. */
  readonly onPoint: (at: number | undefined) => void;
}

/** What is written, each character on the colour of one unit: above zero one hue, below another. */
export function TextView({ prompt, written, unit, at, onPoint }: TextViewProps) {
  const texts = inLanguage(writingTexts);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    const shown = place.current!;
    if (at === written.length - 1) shown.scrollTop = shown.scrollHeight;
  }, [written.length]);
  const point = ({ target }: PointerEvent) => {
    const number = (target as HTMLElement).dataset.at;
    if (number !== undefined) onPoint(Number(number));
  };
  return (
    <section
      ref={place}
      class="writing-text"
      aria-label={texts.written}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it
      tabIndex={0}
      onPointerOver={point}
      onPointerDown={point}
      onPointerLeave={() => onPoint(undefined)}
    >
      <strong>{prompt}</strong>
      {written.map(({ character, units }, i) => (
        <span
          key={i}
          data-at={i}
          class={i === at ? 'writing-text__at' : undefined}
          style={{ background: units && tint(units[unit - 1]!) }}
        >
          {character === '\n' ? '↵\n' : character}
        </span>
      ))}
    </section>
  );
}

/** The colour of a unit's value, -1 to 1. */
const tint = (value: number): string =>
  `color-mix(in srgb, var(--${value < 0 ? 'negative' : 'positive'}) ${Math.round(36 * Math.min(Math.abs(value), 1))}%, transparent)`;
