// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `gatedSilu`, element by element. */
export const gatedSilu =
  (t: CpuRuntime): FusedKernels['gatedSilu'] =>
  (gate, x) => {
    const [gates, from] = [t.values(gate), t.values(x)];
    const { array, values } = t.make(x.shape, 'float32');
    for (let i = 0; i < values.length; i++) values[i] = (gates[i]! / (1 + Math.exp(-gates[i]!))) * from[i]!;
    return array;
  };
