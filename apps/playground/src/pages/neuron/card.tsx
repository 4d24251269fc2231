import type { PageCard } from '../page-entry.js';
import './card.css';

/** A plane cut in two by a line that turns when the card is pointed at. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-region-a" width="320" height="200" />
      <g class="neuron-thumb__cut thumb-moves">
        <path class="thumb-region-b" d="M-60-200 500-200 500 360 300 360Z" />
        <path class="thumb-line" d="M-60-200 300 360" />
      </g>
      {[
        [52, 60],
        [96, 128],
        [60, 160],
        [128, 168],
      ].map(([x, y]) => (
        <circle key={x} class="thumb-a" cx={x} cy={y} r="9" stroke="var(--surface)" stroke-width="2.5" />
      ))}
      {[
        [196, 44],
        [252, 76],
        [226, 132],
        [282, 148],
      ].map(([x, y]) => (
        <rect
          key={x}
          class="thumb-b"
          x={x! - 8}
          y={y! - 8}
          width="16"
          height="16"
          rx="3"
          stroke="var(--surface)"
          stroke-width="2.5"
        />
      ))}
    </svg>
  );
}

export const neuronCard: PageCard = {
  title: { en: 'A neuron', es: 'Una neurona' },
  sentence: {
    en: 'One neuron draws one line. See it learn AND and OR, fail at XOR, and what a hidden layer changes.',
    es: 'Una neurona traza una recta. Mira cómo aprende AND y OR, falla con XOR, y qué cambia una capa oculta.',
  },
  Thumbnail,
};
