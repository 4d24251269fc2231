import type { PageCard } from '../page-entry.js';

/** A curve, and its continuation with a band that widens. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <path class="thumb-region-a" d="M190 96C215 60 240 66 300 40V150C250 128 220 150 190 96Z" />
      <path class="thumb-line" d="M20 100C40 40 60 40 80 100S120 160 140 100S170 46 190 96" />
      <path class="thumb-line-a thumb-draws" d="M190 96C210 140 235 148 252 100S280 70 300 94" />
      <path class="thumb-faint" d="M190 30V170" stroke-dasharray="5 5" />
    </svg>
  );
}

export const forecastCard: PageCard = {
  title: { en: 'Forecast', es: 'Pronóstico' },
  sentence: {
    en: 'Draw a curve, and a network continues it while it learns it, with a band that says how sure it is.',
    es: 'Dibuja una curva y una red la continúa mientras la aprende, con una banda que dice cuán segura está.',
  },
  Thumbnail,
};
