import type { PageCard } from '../page-entry.js';

const heights = [8, 14, 10, 22, 12, 18, 9, 16, 92, 20];

/** A digit written by hand, and how sure the network is of each answer. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <rect x="28" y="36" width="128" height="128" rx="14" fill="var(--ink)" />
      <path
        d="M110 68C86 52 64 70 82 92s46 22 32 44-56 8-44-16 46-28 46-46"
        fill="none"
        stroke="var(--paper)"
        stroke-width="11"
        stroke-linecap="round"
      />
      {heights.map((height, i) => (
        <rect
          key={`${i} ${height}`}
          class={`thumb-grows ${i === 8 ? 'thumb-b' : 'thumb-region-a'}`}
          x={184 + i * 11}
          y={150 - height}
          width="8"
          height={height}
          rx="2"
        />
      ))}
      <path class="thumb-faint" d="M182 154h112" />
    </svg>
  );
}

export const digitsCard: PageCard = {
  title: { en: 'Handwritten digits', es: 'Dígitos escritos a mano' },
  sentence: {
    en: 'Train a convolutional network on real digits, look inside it, then draw one yourself.',
    es: 'Entrena una red convolucional con dígitos reales, mira por dentro y luego dibuja uno.',
  },
  Thumbnail,
};
