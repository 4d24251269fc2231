import type { PageCard } from '../page-entry.js';

/** Two clouds of dots, a way between them, and the lens on it. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <path class="thumb-region-a" d="M30 110C30 60 110 40 130 90S60 180 30 110Z" />
      <path class="thumb-region-b" d="M200 80C220 20 300 40 296 100S190 150 200 80Z" />
      <path class="thumb-line-a" d="M66 92C66 78 98 78 96 94C94 112 66 118 66 130H98" />
      <path class="thumb-line-b" d="M228 66H262L240 92C268 88 268 122 228 118" />
      <path class="thumb-line thumb-draws" d="M98 150C140 190 210 176 232 140" />
    </svg>
  );
}

export const latentCard: PageCard = {
  title: { en: 'A plane of digits', es: 'Un plano de dígitos' },
  sentence: {
    en: 'Watch an autoencoder lay all digits out in a plane, and walk from a 7 to a 2 through digits that nobody wrote.',
    es: 'Mira cómo un autocodificador coloca todos los dígitos en un plano y pasea de un 7 a un 2 por dígitos que nadie escribió.',
  },
  Thumbnail,
};
