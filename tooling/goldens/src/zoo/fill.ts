import { crc32 } from 'node:zlib';
import { type Shape, sizeOf } from '@neurona/backend';

/** What fills a tensor: u is uniform in [0, 1). */
type Rule = (u: number) => number;

const ruleOf = (key: string, shape: Shape): Rule => {
  if (key.endsWith('num_batches_tracked')) return () => 0;
  if (key.endsWith('running_var')) return (u) => 0.5 + u;
  if (/(running_mean|bias)$/.test(key)) return (u) => 0.2 * (u - 0.5);
  if (key === 'input') return (u) => 1.5 * (2 * u - 1);
  if (key === 'upstream') return (u) => 2 * u - 1;
  if (shape.length < 2) return (u) => 0.8 + 0.4 * u;
  const bound = Math.sqrt(6 / sizeOf(shape.slice(1)));
  return (u) => (2 * u - 1) * bound;
};

/**
 * The values of a tensor of PyTorch's state dictionary, or of the input or upstream, by a formula of its name alone:
 *
 *     h = crc32(key) + i        h is mixed        u = h / 2³²        value = rule(u)        i counts elements row by row
 */
export function fill(key: string, shape: Shape): Float32Array {
  const rule = ruleOf(key, shape);
  const start = crc32(key);
  const values = new Float32Array(sizeOf(shape));
  for (let i = 0; i < values.length; i++) values[i] = rule(mix((start + i) >>> 0) / 2 ** 32);
  return values;
}

/** Mixes 32 bits. */
function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
