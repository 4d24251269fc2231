import type { PageCard } from '../page-entry.js';

/** A digit of pixels, as warm as they count. */
const rows = ['01110', '10001', '00001', '00110', '01000', '11111'];
const heat = [0.2, 0.9, 1, 0.7, 0.3, 0.5];

function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      {rows.flatMap((row, y) =>
        Array.from(row, (pixel, x) => (
          <g key={`${x} ${y}`}>
            {pixel === '1' && (
              <rect class="thumb-ink" x={90 + 28 * x} y={16 + 28 * y} width="26" height="26" rx="4" />
            )}
            <rect
              class="thumb-b thumb-grows"
              x={90 + 28 * x}
              y={16 + 28 * y}
              width="26"
              height="26"
              rx="4"
              opacity={(pixel === '1' ? 0.85 : 0.15) * heat[y]!}
            />
          </g>
        )),
      )}
    </svg>
  );
}

export const cnnCard: PageCard = {
  title: { en: 'Inside a CNN', es: 'Dentro de una CNN' },
  sentence: {
    en: 'Draw a digit and see what every filter answers, and which pixels made the network decide: Grad-CAM, live.',
    es: 'Dibuja un dígito y mira qué responde cada filtro y qué píxeles hicieron decidir a la red: Grad-CAM en vivo.',
  },
  Thumbnail,
};
