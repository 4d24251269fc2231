import { philox } from '@neurona/backend';

import type { DiffusionSettings, TargetName } from './settings.js';

const count = 1200; // points of a shape

/** Where a shape's outline is at a share of its length, and how far points are from it. */
const shapes: Readonly<
  Record<Exclude<TargetName, 'own'>, (u: number, v: number) => readonly [number, number]>
> = {
  spiral(u) {
    const angle = 2 + 3.4 * Math.PI * Math.sqrt(u);
    const radius = (2.1 * angle) / (2 + 3.4 * Math.PI);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  },
  moons(u, v) {
    const angle = Math.PI * u;
    return v < 0.5
      ? [1.5 * Math.cos(angle) - 0.75, 1.5 * Math.sin(angle) - 0.4]
      : [0.75 - 1.5 * Math.cos(angle), 0.4 - 1.5 * Math.sin(angle)];
  },
  rings(u, v) {
    const radius = v < 0.3 ? 0.8 : 1.9;
    return [radius * Math.cos(2 * Math.PI * u), radius * Math.sin(2 * Math.PI * u)];
  },
};

const spread = 0.05; // of points around a shape

/** Points of the target `[N, 2]`, one after the other: the same ones each time. */
export function targetPoints({ target, own }: Pick<DiffusionSettings, 'target' | 'own'>): Float32Array {
  if (target === 'own') return Float32Array.from(own.flatMap(({ x, y }) => [x, y]));
  const words = philox(7, 0, 4 * count);
  const share = (i: number): number => (words[i]! >>> 0) / 2 ** 32;
  return Float32Array.from({ length: 2 * count }, (_, i) => {
    const at = i >> 1;
    return (
      shapes[target](share(4 * at), share(4 * at + 1))[i & 1]! +
      spread * (2 * share(4 * at + 2 + (i & 1)) - 1)
    );
  });
}
