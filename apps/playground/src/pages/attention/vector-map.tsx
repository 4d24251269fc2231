import { useState } from 'preact/hooks';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { attentionTexts } from './texts.js';

/** Settings of {@link VectorMap}. */
export interface VectorMapProps {
  readonly title: string;
  readonly tokens: readonly string[];
  /** A row for each token. */
  readonly rows: readonly (readonly number[])[];
  /** The row that stands out. */
  readonly row: number;
}

/** The vectors of all tokens as a picture, a row each; with pointer or arrow keys each number is told. */
export function VectorMap({ title, tokens, rows, row: chosen }: VectorMapProps) {
  const texts = inLanguage(attentionTexts);
  const [at, setAt] = useState<readonly [row: number, column: number] | undefined>();
  const width = rows[0]?.length ?? 0;
  const [row, column] = [Math.min(at?.[0] ?? chosen, rows.length - 1), at?.[1] ?? 0];
  const text = texts.vectorNumber(
    tokens[row] ?? '',
    formatNumber(column + 1),
    formatNumber(rows[row]?.[column] ?? 0, 2),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, readonly [number, number]> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const move = moves[event.key];
    if (!move) return;
    const inside = (value: number, count: number): number => Math.min(Math.max(value, 0), count - 1);
    setAt([inside(row + move[0], rows.length), inside(column + move[1], width)]);
    event.preventDefault();
  };
  const point = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    const along = (place: number, size: number, count: number): number =>
      Math.min(Math.max(Math.floor((place / size) * count), 0), count - 1);
    setAt([
      along(event.clientY - box.top, box.height, rows.length),
      along(event.clientX - box.left, box.width, width),
    ]);
  };
  return (
    <figure class="attention-vectors">
      <figcaption>{title}</figcaption>
      <div
        class="attention-vectors__map"
        role="application"
        aria-label={`${title}: ${text}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the number that is told
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={point}
        onPointerDown={point}
      >
        <TensorTile look="signed" values={rows.flat()} width={width} height={rows.length} />
        <span
          class="attention-vectors__row"
          style={{ top: `${(100 * chosen) / rows.length}%`, height: `${100 / rows.length}%` }}
        />
      </div>
      <p class="numbers">{text}</p>
    </figure>
  );
}
