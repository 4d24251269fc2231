import type { PageCard } from '../page-entry.js';

/** Lines of text that are written, some of them coloured by a unit. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <rect class="thumb-region-b" x="96" y="46" width="52" height="24" rx="4" />
      <rect class="thumb-region-a" x="180" y="84" width="76" height="24" rx="4" />
      <rect class="thumb-region-b" x="48" y="122" width="40" height="24" rx="4" />
      <path class="thumb-line thumb-draws" d="M48 58H268M48 96H236M48 134H168" />
      <path class="thumb-line-b" d="M182 120V148" />
    </svg>
  );
}

export const writingCard: PageCard = {
  title: { en: 'Writing', es: 'Escribir' },
  sentence: {
    en: 'A network writes letter by letter while it learns a text: warm it up, look at its odds, find the unit that knows where a word ends.',
    es: 'Una red escribe letra a letra mientras aprende un texto: sube su temperatura, mira sus probabilidades y encuentra la unidad que sabe dónde acaba una palabra.',
  },
  Thumbnail,
};
