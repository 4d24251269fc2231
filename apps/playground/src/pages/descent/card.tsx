import type { PageCard } from '../page-entry.js';

/** Level lines of a valley and two paths into it. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      {[1, 2, 3, 4, 5, 6, 7].map((i) => (
        <ellipse
          key={i}
          class="thumb-faint"
          cx="186"
          cy="112"
          rx={26 * i}
          ry={12.5 * i}
          transform="rotate(-18 186 112)"
        />
      ))}
      <path
        class="thumb-line-b thumb-draws"
        d="M40 40 92 150 120 62 146 138 164 90 176 122 184 108"
        stroke-linejoin="round"
      />
      <path class="thumb-line-a thumb-draws" d="M40 40C60 96 104 132 140 128S178 118 186 112" />
      <circle class="thumb-ink" cx="40" cy="40" r="6" />
      <circle class="thumb-a" cx="186" cy="112" r="8" stroke="var(--surface)" stroke-width="2.5" />
    </svg>
  );
}

export const descentCard: PageCard = {
  title: { en: 'Gradient descent', es: 'Descenso de gradiente' },
  sentence: {
    en: 'Optimizers race down a loss surface. Find the learning rate that is too small, and the one too large.',
    es: 'Los optimizadores compiten cuesta abajo. Encuentra la tasa de aprendizaje demasiado baja, y la demasiado alta.',
  },
  Thumbnail,
};
