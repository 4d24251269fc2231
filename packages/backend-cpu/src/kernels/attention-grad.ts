// internal
import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { Sight } from './attention-sight.js';

/** `attentionGrad`, query by query: dv += f P g, ds = scale · P · (f g v - Σ g y), dq += ds k, dk += ds q; f is the factor of dropout. */
export const attentionGrad =
  (t: CpuRuntime): FusedKernels['attentionGrad'] =>
  (grad, arrays, { output, logSum }, options) => {
    const { query, key, value } = arrays;
    const { scale } = options;
    const sight = new Sight(t, arrays, options);
    const [queries, size] = query.shape.slice(-2) as [number, number];
    const [keys, width] = value.shape.slice(-2) as [number, number];
    const share = sizeOf(query.shape.slice(0, -2)) / sizeOf(key.shape.slice(0, -2));
    const [q, k, v] = [t.values(query), t.values(key), t.values(value)];
    const [g, y, sums] = [t.values(grad), t.values(output), t.values(logSum)];
    const [dq, dk, dv] = [q, k, v].map(({ length }) => new Float64Array(length)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    for (let row = 0; row < sums.length; row++) {
      if (sums[row] === Number.NEGATIVE_INFINITY) continue; // no weights
      const [from, end] = sight.range(row);
      const factors = sight.factors(row);
      const first = Math.floor(Math.floor(row / queries) / share) * keys;
      const [atQ, atY] = [row * size, row * width];
      let mean = 0;
      for (let d = 0; d < width; d++) mean += g[atY + d]! * y[atY + d]!;
      for (let j = from; j < end; j++) {
        if (sight.isHidden(row, j)) continue;
        const factor = factors?.[j] ?? 1;
        const [atK, atV] = [(first + j) * size, (first + j) * width];
        let score = 0;
        let slope = 0;
        for (let d = 0; d < size; d++) score += q[atQ + d]! * k[atK + d]!;
        for (let d = 0; d < width; d++) slope += g[atY + d]! * v[atV + d]!;
        const weight = Math.exp(scale * score - sums[row]!);
        slope = scale * weight * (factor * slope - mean);
        for (let d = 0; d < width; d++) dv[atV + d]! += factor * weight * g[atY + d]!;
        for (let d = 0; d < size; d++) {
          dq[atQ + d]! += slope * k[atK + d]!;
          dk[atK + d]! += slope * q[atQ + d]!;
        }
      }
    }
    const made = (like: typeof query, values: Float64Array) =>
      t.adopt(Float32Array.from(values), like.shape, 'float32');
    return { query: made(query, dq), key: made(key, dk), value: made(value, dv) };
  };
