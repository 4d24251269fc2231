import type { PageCard } from '../page-entry.js';

const shade = (column: number, row: number) => 0.12 + 0.75 * Math.abs(Math.sin(column * 0.9 + row * 0.55));

/** Squares in rows and columns, from a corner on. */
const squares = (
  columns: number,
  rows: number,
  [x, y]: readonly [number, number],
  step: number,
  look: string,
) =>
  Array.from({ length: columns * rows }, (_, i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const place = { x: x + column * step, y: y + row * step, width: step - 2, height: step - 2 };
    return <rect key={i} class={look} opacity={shade(column * (22 / step), row)} rx="3" {...place} />;
  });

/** A window that slides over an image, and the value that it makes. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      {squares(7, 6, [24, 34], 22, 'thumb-a')}
      {squares(5, 4, [206, 62], 19, 'thumb-b')}
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
