import type { PageCard } from '../page-entry.js';

const onSpiral = (i: number): readonly [number, number] => {
  const angle = 2 + i * 0.3;
  const radius = 7 * angle;
  return [232 + 0.95 * radius * Math.cos(angle), 100 + 0.95 * radius * Math.sin(angle)];
};
const inNoise = (i: number): readonly [number, number] => [
  72 + 52 * Math.sin(i * 12.9898) * Math.cos(i * 4.1),
  100 + 70 * Math.sin(i * 78.233) * Math.cos(i * 2.3),
];

/** Points of noise, and the same number of them on a spiral. */
function Thumbnail() {
  const places = Array.from({ length: 32 }, (_, i) => i);
  return (
    <svg viewBox="0 0 320 200" aria-hidden="true">
      <rect class="thumb-paper" width="320" height="200" />
      {places.map((i) => (
        <circle key={i} class="thumb-b" cx={inNoise(i)[0]} cy={inNoise(i)[1]} r="4" opacity="0.55" />
      ))}
      <path class="thumb-faint" d="M128 100H158M150 92L159 100L150 108" />
      {places.map((i) => (
        <circle key={i} class="thumb-a" cx={onSpiral(i)[0]} cy={onSpiral(i)[1]} r="4" />
      ))}
    </svg>
  );
}

export const diffusionCard: PageCard = {
  title: { en: 'Out of noise', es: 'Del ruido' },
  sentence: {
    en: 'Points find their way from noise to a spiral, or to what you draw, while a diffusion model learns the way.',
    es: 'Los puntos van del ruido a una espiral, o a lo que dibujes, mientras un modelo de difusión aprende el camino.',
  },
  Thumbnail,
};
