import { useEffect, useRef } from 'preact/hooks';
import './writing.css';

/** A piece of what was written. */
export interface TextPiece {
  readonly text: string;
  /** The colour that it stands on. */
  readonly background?: string | undefined;
}

/** Settings of {@link TextView}. */
export interface TextViewProps {
  /** What it is, for screen readers. */
  readonly label: string;
  readonly prompt: string;
  readonly written: readonly TextPiece[];
  /** The piece that is looked at. */
  readonly at: number;
  /** Called with the piece that is pointed at, and with `undefined` when none is. */
  readonly onPoint: (at: number | undefined) => void;
}

/** What is written, piece by piece; it scrolls to its end while it grows. */
export function TextView({ label, prompt, written, at, onPoint }: TextViewProps) {
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
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it
      tabIndex={0}
      onPointerOver={point}
      onPointerDown={point}
      onPointerLeave={() => onPoint(undefined)}
    >
      <strong>{prompt}</strong>
      {written.map(({ text, background }, i) => (
        <span key={i} data-at={i} class={i === at ? 'writing-text__at' : undefined} style={{ background }}>
          {text.replaceAll('\n', '↵\n')}
        </span>
      ))}
    </section>
  );
}
