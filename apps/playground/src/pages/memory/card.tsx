import type { PageCard } from '../page-entry.js';

/** A state that goes round, and bars that grow with each step. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <path class="thumb-faint" d="M120 160H300" />
      {[8, 13, 22, 36, 60, 98].map((height, i) => (
        <rect
          key={height}
          class="thumb-b thumb-grows"
          x={128 + 28 * i}
          y={160 - height}
          width="20"
          height={height}
          rx="3"
        />
      ))}
      <circle class="thumb-ink" cx="62" cy="116" r="24" />
      <path class="thumb-line-a thumb-draws" d="M48 92C30 40 96 40 78 90M78 90L90 80M78 90L70 77" />
    </svg>
  );
}

export const memoryCard: PageCard = {
  title: { en: 'Memory', es: 'Memoria' },
  sentence: {
    en: 'Drag the one weight that a memory needs past 1, and see values and gradients explode or vanish over time.',
    es: 'Arrastra más allá de 1 el único peso que necesita una memoria y mira cómo valores y gradientes explotan o se desvanecen.',
  },
  Thumbnail,
};
