// internal
import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { Sight } from './attention-sight.js';
import { rowTotal } from './softmax.js';

/** `attention`, query by query. */
export const attention =
  (t: CpuRuntime): FusedKernels['attention'] =>
  (arrays, options) => {
    const { query, key, value } = arrays;
    const { scale } = options;
    const [queries, size] = query.shape.slice(-2) as [number, number];
    const [keys, width] = value.shape.slice(-2) as [number, number];
    const leading = query.shape.slice(0, -2);
    const { array: output, values: y } = t.make([...leading, queries, width], 'float32');
    const { array: logSum, values: sums } = t.make([...leading, queries], 'float32');
    const share = sizeOf(leading) / sizeOf(key.shape.slice(0, -2));
    const [q, k, v] = [t.values(query), t.values(key), t.values(value)];
    const sight = new Sight(t, arrays, options);
    const scores = new Float64Array(keys);
    const means = new Float64Array(width);
    for (let row = 0; row < sums.length; row++) {
      const [from, end] = sight.range(row);
      const first = Math.floor(Math.floor(row / queries) / share) * keys;
      for (let j = from; j < end; j++) {
        if (sight.isHidden(row, j)) {
          scores[j] = Number.NEGATIVE_INFINITY;
          continue;
        }
        let sum = 0;
        for (let d = 0; d < size; d++) sum += q[row * size + d]! * k[(first + j) * size + d]!;
        scores[j] = scale * sum;
      }
      const { largest, total } = rowTotal(scores, from, Math.max(0, end - from));
      sums[row] = largest + Math.log(total);
      if (largest === Number.NEGATIVE_INFINITY) {
        sums[row] = largest;
        continue; // zeros
      }
      means.fill(0);
      const factors = sight.factors(row);
      for (let j = from; j < end; j++) {
        if (scores[j] === Number.NEGATIVE_INFINITY) continue;
        const weight = (Math.exp(scores[j]! - largest) / total) * (factors?.[j] ?? 1);
        for (let d = 0; d < width; d++) means[d]! += weight * v[(first + j) * width + d]!;
      }
      y.set(means, row * width);
    }
    return { output, logSum };
  };
