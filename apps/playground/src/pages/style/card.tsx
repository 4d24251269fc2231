import type { PageCard } from '../page-entry.js';

const strokes = [
  'M196 60C216 44 240 44 256 58S290 72 300 60',
  'M196 84C214 70 232 70 250 84S286 98 300 86',
  'M196 108C212 96 230 98 246 110S282 122 300 110',
  'M196 132C216 120 236 122 254 134S288 144 300 136',
] as const;

/** A house, and the same house in the strokes of another picture. */
function Thumbnail() {
  const house = 'M0 40V0L28 -26L56 0V40Z';
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      <rect x="20" y="36" width="112" height="128" rx="8" fill="var(--surface)" />
      <path class="thumb-line" transform="translate(48 102)" d={house} />
      <path class="thumb-faint" d="M144 100H172M164 92L172 100L164 108" />
      <rect class="thumb-region-b" x="188" y="36" width="112" height="128" rx="8" />
      {strokes.map((d) => (
        <path key={d} class="thumb-faint" stroke-width="5" d={d} />
      ))}
      <path class="thumb-line thumb-draws" transform="translate(216 102)" d={house} />
    </svg>
  );
}

export const styleCard: PageCard = {
  title: { en: 'Style transfer', es: 'Transferencia de estilo' },
  sentence: {
    en: 'Your picture in the manner of another: its pixels are trained until a network sees the things of one and the strokes of the other.',
    es: 'Tu imagen a la manera de otra: se entrenan sus píxeles hasta que una red ve las cosas de una y los trazos de la otra.',
  },
  Thumbnail,
};
