import type { PageCard } from '../page-entry.js';

const cells = Array.from({ length: 42 }, (_, i) => ({ column: i % 7, row: Math.floor(i / 7) }));
const shade = (column: number, row: number) => 0.12 + 0.75 * Math.abs(Math.sin(column * 0.9 + row * 0.55));

/** A window that slides over an image, and the value that it makes. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      {cells.map(({ column, row }) => (
        <rect
          key={`${column} ${row}`}
          class="thumb-a"
          opacity={shade(column, row)}
          x={24 + column * 22}
          y={34 + row * 22}
          width="20"
          height="20"
          rx="3"
        />
      ))}
      {cells
        .filter(({ column, row }) => column < 5 && row < 4)
        .map(({ column, row }) => (
          <rect
            key={`${column} ${row}`}
            class="thumb-b"
            opacity={shade(column * 1.7, row * 1.3)}
            x={206 + column * 19}
            y={62 + row * 19}
            width="17"
            height="17"
            rx="3"
          />
        ))}
      <rect class="thumb-line thumb-slides" x="67" y="55" width="66" height="66" rx="6" />
      <path class="thumb-line" d="M133 88C160 88 170 90 200 90" stroke-dasharray="2 6" />
    </svg>
  );
}

export const convolutionCard: PageCard = {
  title: { en: 'Convolution', es: 'Convolución' },
  sentence: {
    en: 'Slide a small window over a picture. Blur it, find its edges, or write a kernel of your own.',
    es: 'Desliza una pequeña ventana sobre una imagen. Desenfócala, halla sus bordes o escribe tu propio núcleo.',
  },
  Thumbnail,
};
