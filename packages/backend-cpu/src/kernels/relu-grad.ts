// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `reluGrad`, element by element. */
export const reluGrad =
  (t: CpuRuntime): FusedKernels['reluGrad'] =>
  (grad, y) => {
    const [g, at] = [t.values(grad), t.values(y)];
    const { array, values } = t.make(grad.shape, 'float32');
    for (let i = 0; i < values.length; i++) values[i] = at[i]! > 0 ? g[i]! : 0;
    return array;
  };
