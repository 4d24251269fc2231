import type { PageCard } from '../page-entry.js';

const spiral = (turn: number) =>
  Array.from({ length: 17 }, (_, i) => {
    const angle = turn + i * 0.33;
    const radius = 10 + i * 4.9;
    return [160 + 1.45 * radius * Math.cos(angle), 100 + radius * Math.sin(angle)] as const;
  });

/** Two spirals, wound into each other. */
function Thumbnail() {
  const line = (turn: number) =>
    'M' +
    spiral(turn)
      .map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`)
      .join('L');
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-region-a" width="320" height="200" />
      <g class="thumb-turns">
        <path
          d={line(Math.PI)}
          fill="none"
          stroke="var(--region-b)"
          stroke-width="32"
          stroke-linecap="round"
          stroke-linejoin="round"
        />
        {spiral(0).map(([x, y]) => (
          <circle key={x} class="thumb-a" cx={x} cy={y} r="5.5" stroke="var(--surface)" stroke-width="1.5" />
        ))}
        {spiral(Math.PI).map(([x, y]) => (
          <rect
            key={x}
            class="thumb-b"
            x={x - 5}
            y={y - 5}
            width="10"
            height="10"
            rx="2"
            stroke="var(--surface)"
            stroke-width="1.5"
          />
        ))}
      </g>
    </svg>
  );
}

export const planeCard: PageCard = {
  title: { en: 'Points in the plane', es: 'Puntos en el plano' },
  sentence: {
    en: 'Moons, circles, spirals or your own points: build a network and watch its boundary bend around them.',
    es: 'Lunas, círculos, espirales o tus propios puntos: arma una red y mira cómo su frontera se curva.',
  },
  Thumbnail,
};
