import type { PageCard } from '../page-entry.js';

const curve = Array.from({ length: 65 }, (_, i) => {
  const x = (i - 32) / 6;
  return `${i === 0 ? 'M' : 'L'}${i * 5} ${(150 - 100 / (1 + Math.exp(-1.4 * x))).toFixed(1)}`;
}).join('');

/** A sigmoid and a line that touches it, which turns when the card is pointed at. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <path class="thumb-faint" d="M0 150H320M160 0V200" />
      <path class="thumb-line-a" d={curve} />
      <g class="thumb-turns">
        <path class="thumb-line" d="M96 134 224 66" />
      </g>
      <circle class="thumb-b" cx="160" cy="100" r="9" stroke="var(--surface)" stroke-width="2.5" />
    </svg>
  );
}

export const activationsCard: PageCard = {
  title: { en: 'Activations', es: 'Activaciones' },
  sentence: {
    en: 'Fourteen functions with their derivatives. Put ten layers in a row and see the gradient vanish, or not.',
    es: 'Catorce funciones con sus derivadas. Pon diez capas seguidas y mira si el gradiente se desvanece.',
  },
  Thumbnail,
};
