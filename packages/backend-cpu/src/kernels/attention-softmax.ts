// internal
import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { rowTotal } from './softmax.js';

/** `attentionSoftmax`, query by query. */
export const attentionSoftmax =
  (t: CpuRuntime): FusedKernels['attentionSoftmax'] =>
  (x, { scale, causal, allowed }) => {
    const [queries, keys] = x.shape.slice(-2) as [number, number];
    const batch = sizeOf(x.shape.slice(0, -2));
    const from = t.values(x);
    const { array, values } = t.make(x.shape, 'float32');
    const mask = allowed && t.values(allowed);
    const [parts, maskQueries] = (allowed?.shape ?? [1, 1]) as [number, number];
    const scores = new Float64Array(keys);
    for (let row = 0; row < batch * queries; row++) {
      const query = row % queries;
      const part = Math.floor(Math.floor(row / queries) / (batch / parts));
      const maskAt = (part * maskQueries + (maskQueries === 1 ? 0 : query)) * keys;
      for (let j = 0; j < keys; j++) {
        const isAllowed = mask?.[maskAt + j] !== 0 && (!causal || j <= query);
        scores[j] = isAllowed ? scale * from[row * keys + j]! : Number.NEGATIVE_INFINITY;
      }
      const { largest, total } = rowTotal(scores, 0, keys);
      if (largest === Number.NEGATIVE_INFINITY) continue; // nothing is allowed: zeros
      for (let j = 0; j < keys; j++) values[row * keys + j] = Math.exp(scores[j]! - largest) / total;
    }
    return array;
  };
