import type { PageCard } from '../page-entry.js';

/** Lines that are written token by token, and the odds of the next one. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <path class="thumb-line" d="M40 44H96M108 44H150M162 44H236M40 76H78M90 76H176" />
      <path class="thumb-line-b thumb-draws" d="M188 66V86" />
      <rect class="thumb-region-a" x="40" y="116" width="188" height="16" rx="4" />
      <rect class="thumb-region-b" x="40" y="140" width="96" height="16" rx="4" />
      <rect class="thumb-region-b" x="40" y="164" width="44" height="16" rx="4" />
    </svg>
  );
}

export const gptCard: PageCard = {
  title: { en: 'Write with GPT', es: 'Escribir con GPT' },
  sentence: {
    en: 'Train a GPT on a text of yours, choose how it draws its next token, and adapt it with LoRA. Or load a published model.',
    es: 'Entrena un GPT con un texto tuyo, elige cómo sortea su siguiente token y adáptalo con LoRA. O carga un modelo publicado.',
  },
  Thumbnail,
};
