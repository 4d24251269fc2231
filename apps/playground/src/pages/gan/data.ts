import { blobs, moons } from '@neurona/datasets';
import { Generator } from '@neurona/tensor';
import type { GanSettings } from './settings.js';

const count = 400;
const radius = 1.35;

/** Coordinates x, y of each real point, one after the other. */
export function realPoints({ data, own }: Pick<GanSettings, 'data' | 'own'>): Float32Array {
  const rng = new Generator(1);
  if (data === 'own') return Float32Array.from(own.flatMap(({ x, y }) => [x, y]));
  if (data === 'moons') {
    const { values } = moons(count, { noise: 0.06, rng }).fields[0]!;
    return Float32Array.from(values, (value, i) =>
      i % 2 === 0 ? 1.1 * (value - 0.5) : 1.3 * (value - 0.25),
    );
  }
  const centers = Array.from({ length: 8 }, (_, k) => {
    const angle = (k * Math.PI) / 4;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return Float32Array.from(blobs(count, { centers, std: 0.1, rng }).fields[0]!.values);
}
