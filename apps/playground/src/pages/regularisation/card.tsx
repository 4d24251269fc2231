import type { PageCard } from '../page-entry.js';

const a = [
  [48, 60],
  [84, 132],
  [40, 158],
  [120, 92],
  [214, 62],
] as const;
const b = [
  [268, 52],
  [204, 132],
  [282, 122],
  [242, 164],
  [108, 150],
] as const;

/** A wild boundary around each point, and a calm one. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-region-a" width="320" height="200" />
      <path class="thumb-region-b" d="M188 0C150 60 176 120 150 200H320V0Z" />
      <path
        class="thumb-faint"
        d="M170 0C180 40 236 30 240 66S180 90 172 112 136 116 92 130 92 178 134 172 148 190 146 200"
        stroke-dasharray="5 5"
      />
      <path class="thumb-line thumb-draws" d="M188 0C150 60 176 120 150 200" />
      {a.map(([x, y]) => (
        <circle key={x} class="thumb-a" cx={x} cy={y} r="8" stroke="var(--surface)" stroke-width="2.5" />
      ))}
      {b.map(([x, y]) => (
        <rect
          key={x}
          class="thumb-b"
          x={x - 7}
          y={y - 7}
          width="14"
          height="14"
          rx="3"
          stroke="var(--surface)"
          stroke-width="2.5"
        />
      ))}
    </svg>
  );
}

export const regularisationCard: PageCard = {
  title: { en: 'Regularization', es: 'Regularización' },
  sentence: {
    en: 'Six networks learn the same noisy points: one by heart, five with L2, L1, dropout, noise or an early stop.',
    es: 'Seis redes aprenden los mismos puntos ruidosos: una de memoria, cinco con L2, L1, dropout, ruido o parada.',
  },
  Thumbnail,
};
