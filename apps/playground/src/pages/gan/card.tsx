import type { PageCard } from '../page-entry.js';

const around = (radius: number, turn: number) =>
  Array.from({ length: 8 }, (_, i) => {
    const angle = turn + (i * Math.PI) / 4;
    return [160 + 1.35 * radius * Math.cos(angle), 100 + radius * Math.sin(angle)] as const;
  });

/** A ring of real points, and made ones that are on their way to it. */
function Thumbnail() {
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-region-a" width="320" height="200" />
      <ellipse cx="160" cy="100" rx="92" ry="68" fill="none" stroke="var(--region-b)" stroke-width="36" />
      {around(68, 0).map(([x, y]) => (
        <rect key={x + y} class="thumb-b" x={x - 5} y={y - 5} width="10" height="10" rx="2" />
      ))}
      {around(44, 0.3).map(([x, y], i) => {
        const [toX, toY] = around(58, 0.1)[i]!;
        return (
          <g key={x + y}>
            <path
              class="thumb-line"
              d={`M${x.toFixed(1)} ${y.toFixed(1)}L${toX.toFixed(1)} ${toY.toFixed(1)}`}
            />
            <circle class="thumb-a" cx={x} cy={y} r="5.5" stroke="var(--surface)" stroke-width="1.5" />
          </g>
        );
      })}
    </svg>
  );
}

export const ganCard: PageCard = {
  title: { en: 'Two networks, one game', es: 'Dos redes, un juego' },
  sentence: {
    en: 'A generator invents points, a discriminator finds it out: watch both learn until nobody can tell.',
    es: 'Un generador inventa puntos y un discriminador lo descubre: mira cómo aprenden hasta que nadie los distingue.',
  },
  Thumbnail,
};
