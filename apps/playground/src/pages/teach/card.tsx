import type { PageCard } from '../page-entry.js';

const bars = [0.16, 0.86, 0.1] as const;

/** A drawn fish, and how sure the answer is. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <path
        class="thumb-line thumb-draws"
        stroke-width="5"
        d="M40 100C60 62 108 62 132 100L164 76V124L132 100C108 138 60 138 40 100ZM62 92V94"
      />
      {bars.map((share, i) => (
        <g key={share}>
          <rect x="196" y={62 + 30 * i} width="96" height="14" rx="7" fill="var(--line)" />
          <rect
            class={share > 0.5 ? 'thumb-b' : 'thumb-a'}
            x="196"
            y={62 + 30 * i}
            width={96 * share}
            height="14"
            rx="7"
          />
        </g>
      ))}
    </svg>
  );
}

export const teachCard: PageCard = {
  title: { en: 'Teach it yourself', es: 'Enséñale tú' },
  sentence: {
    en: 'Draw, open pictures or hold things before the camera: a network learns your own classes in a second.',
    es: 'Dibuja, abre imágenes o muestra cosas a la cámara: una red aprende tus propias clases en un segundo.',
  },
  Thumbnail,
};
