import type { PageCard } from '../page-entry.js';

const size = 6;
const shares = (row: number, column: number): number =>
  column > row ? 0 : column === row - 1 ? 0.85 : 0.12 + 0.5 * ((row * 5 + column * 3) % 4 === 0 ? 1 : 0);

/** A lower triangle of shares. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      {Array.from({ length: size * size }, (_, i) => {
        const [row, column] = [Math.floor(i / size), i % size];
        return (
          <rect
            key={i}
            x={82 + 26 * column}
            y={22 + 26 * row}
            width="23"
            height="23"
            rx="4"
            fill={column > row ? 'none' : 'var(--series-1)'}
            stroke={column > row ? 'var(--line)' : 'none'}
            opacity={column > row ? 1 : 0.12 + 0.88 * shares(row, column)}
          />
        );
      })}
    </svg>
  );
}

export const attentionCard: PageCard = {
  title: { en: 'Attention', es: 'Atención' },
  sentence: {
    en: 'Type a sentence and see which characters a language model looks at, with every number on the way.',
    es: 'Escribe una frase y mira a qué caracteres atiende un modelo de lenguaje, con todos los números del camino.',
  },
  Thumbnail,
};
