import type { PageCard } from '../page-entry.js';

const copies = [
  [0, 1],
  [-18, 0.8],
  [12, 0.95],
  [24, 0.7],
  [-8, 1.1],
  [4, 0.75],
] as const;

/** One digit, turned and zoomed in six ways. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      {copies.map(([degrees, zoom], i) => (
        <g key={degrees} transform={`translate(${64 + 96 * (i % 3)} ${54 + 92 * Math.floor(i / 3)})`}>
          <rect x="-40" y="-38" width="80" height="76" rx="8" fill="var(--surface)" />
          <path
            class="thumb-line thumb-draws"
            stroke-width="6"
            transform={`rotate(${degrees}) scale(${zoom})`}
            d="M-14 -16C-8 -30 16 -28 15 -10C14 4 -12 12 -16 24H18"
          />
        </g>
      ))}
    </svg>
  );
}

export const augmentationCard: PageCard = {
  title: { en: 'Augmentation', es: 'Aumento de datos' },
  sentence: {
    en: 'One picture, many draws: turned, cut, noisy, mixed. And what a network learns from it when examples are few.',
    es: 'Una imagen, muchas versiones: girada, recortada, con ruido, mezclada. Y qué aprende de ellas una red con pocos ejemplos.',
  },
  Thumbnail,
};
