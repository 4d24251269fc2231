import type { PageCard } from '../page-entry.js';

/** A digit that is squeezed through a few numbers and comes back. */
function Thumbnail() {
  const digit = 'M0-34C-22-48-40-30-24-12s40 18 28 38-46 6-38-12 34-24 34-48';
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <path class="thumb-region-a" d="M24 46H112L144 84V116L112 154H24Z" />
      <path class="thumb-region-b" d="M296 46H208L176 84V116L208 154H296Z" />
      <path class="thumb-line" transform="translate(72 96)" d={digit} />
      <path class="thumb-line thumb-draws" transform="translate(252 96)" d={digit} />
      {[88, 100, 112].map((y, i) => (
        <g key={y}>
          <path class="thumb-faint" d={`M148 ${y}H172`} />
          <circle class="thumb-a" cx={154 + 7 * ((i * 2) % 3)} cy={y} r="4" />
        </g>
      ))}
    </svg>
  );
}

export const autoencoderCard: PageCard = {
  title: { en: 'Through a bottleneck', es: 'Por un cuello de botella' },
  sentence: {
    en: 'An autoencoder learns to write a digit as eight numbers and read it back; slide them, and mend noise.',
    es: 'Un autocodificador (autoencoder) aprende a escribir un dígito con ocho números y a leerlo; muévelos y quita el ruido.',
  },
  Thumbnail,
};
