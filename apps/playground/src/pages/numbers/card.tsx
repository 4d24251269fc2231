import type { PageCard } from '../page-entry.js';

const links = [
  [52, 40, 1],
  [84, 72, 1],
  [116, 104, 1],
  [116, 136, 0.25],
  [148, 168, 1],
  [84, 40, 0.2],
] as const;

/** Digits on the left, words on the right, and lines between them. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      {links.map(([from, to, share]) => (
        <path
          key={`${from} ${to}`}
          d={`M84 ${from}C134 ${from} 122 ${to} 172 ${to}`}
          fill="none"
          stroke="var(--series-1)"
          stroke-width={1 + 5 * share}
          opacity={0.3 + 0.6 * share}
        />
      ))}
      {['1', '2', '3', '4'].map((digit, i) => (
        <text
          key={digit}
          x="64"
          y={52 + 32 * i}
          font-size="24"
          font-weight="600"
          fill="var(--ink)"
          dominant-baseline="central"
        >
          {digit}
        </text>
      ))}
      {['mil', 'doscientos', 'treinta', 'y', 'cuatro'].map((word, i) => (
        <text key={word} x="180" y={40 + 32 * i} font-size="19" fill="var(--ink)" dominant-baseline="central">
          {word}
        </text>
      ))}
    </svg>
  );
}

export const numbersCard: PageCard = {
  title: { en: 'Numbers to words', es: 'De números a palabras' },
  sentence: {
    en: 'A transformer learns to write 1234 as “mil doscientos treinta y cuatro”, and shows where it looks meanwhile.',
    es: 'Un transformer aprende a escribir 1234 como «mil doscientos treinta y cuatro» y enseña dónde mira mientras.',
  },
  Thumbnail,
};
