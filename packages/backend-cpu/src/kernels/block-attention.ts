// internal
import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowTotal } from './softmax.js';

/** `blockAttention`, query by query. */
export const blockAttention =
  (t: CpuRuntime): FusedKernels['blockAttention'] =>
  (query, blocks, { scale, allowed }) => {
    const [queries, size] = query.shape.slice(-2) as [number, number];
    const width = blocks[0]!.value.shape.at(-1)!;
    const leading = query.shape.slice(0, -2);
    const { array, values: y } = t.make([...leading, queries, width], 'float32');
    const [q, seen] = [t.values(query), allowed && t.values(allowed)];
    const parts = blocks.map(({ key, value }) => ({
      keys: t.values(key),
      values: t.values(value),
      length: key.shape.at(-2)!,
    }));
    const total = parts.reduce((sum, { length }) => sum + length, 0);
    const share = sizeOf(leading) / (allowed?.shape[0] ?? 1);
    const scores = new Float64Array(total);
    for (let row = 0; row < sizeOf(leading) * queries; row++) {
      const head = Math.floor(row / queries);
      const mask = Math.floor(head / share) * total;
      let at = 0;
      for (const { keys, length } of parts) {
        for (let j = 0; j < length; j++, at++) {
          let sum = 0;
          for (let d = 0; d < size; d++) sum += q[row * size + d]! * keys[(head * length + j) * size + d]!;
          scores[at] = seen && !seen[mask + at] ? Number.NEGATIVE_INFINITY : scale * sum;
        }
      }
      const { largest, total: weight } = rowTotal(scores, 0, total);
      if (largest === Number.NEGATIVE_INFINITY) continue; // zeros
      const means = new Float64Array(width);
      at = 0;
      for (const { values, length } of parts) {
        for (let j = 0; j < length; j++, at++) {
          if (scores[at] === Number.NEGATIVE_INFINITY) continue;
          const own = Math.exp(scores[at]! - largest) / weight;
          for (let d = 0; d < width; d++) means[d]! += own * values[(head * length + j) * width + d]!;
        }
      }
      y.set(means, row * width);
    }
    return array;
  };
