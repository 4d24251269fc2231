import type { PageCard } from '../page-entry.js';

const three = 'M-16-26C0-38 20-28 12-12 8-4 0-2-6-2 4-2 18 4 16 18 12 36-12 36-20 24';

/** A three that comes out of noise, and the question mark of who judges it. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      {Array.from({ length: 36 }, (_, i) => (
        <rect
          key={i}
          class={i % 3 === 0 ? 'thumb-region-b' : 'thumb-region-a'}
          x={28 + 14 * (i % 6)}
          y={58 + 14 * Math.floor(i / 6)}
          width="12"
          height="12"
          opacity={0.35 + (0.6 * ((7 * i + (i % 5) * 3) % 11)) / 11}
        />
      ))}
      <path class="thumb-faint" d="M122 100H150" />
      <path class="thumb-line thumb-draws" transform="translate(188 96)" d={three} />
      <path class="thumb-line-b" transform="translate(262 96)" d={three} />
      <rect class="thumb-region-a" x="160" y="148" width="56" height="8" rx="4" />
      <rect class="thumb-b" x="160" y="148" width="28" height="8" rx="4" />
      <rect class="thumb-region-a" x="234" y="148" width="56" height="8" rx="4" />
      <rect class="thumb-b" x="234" y="148" width="30" height="8" rx="4" />
    </svg>
  );
}

export const ganDigitsCard: PageCard = {
  title: { en: 'Digits on demand', es: 'Dígitos a la carta' },
  sentence: {
    en: 'Ask for a 7: two networks at play learn to draw it, without anybody showing one how.',
    es: 'Pide un 7: dos redes aprenden a dibujarlo jugando, sin que nadie enseñe cómo (GAN condicional).',
  },
  Thumbnail,
};
