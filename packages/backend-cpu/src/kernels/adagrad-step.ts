// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { settled } from '../settled.js';

/** `adagradStep`, parameter by parameter. */
export const adagradStep =
  (t: CpuRuntime): FusedKernels['adagradStep'] =>
  ({ params, grads, state }, { learningRate, eps, weightDecay, maximize }) => {
    params.forEach((param, index) => {
      const [p, grad, sum] = [t.values(param), t.values(grads[index]!), t.values(state.sum[index]!)];
      for (let i = 0; i < p.length; i++) {
        const g = (maximize ? -grad[i]! : grad[i]!) + weightDecay * p[i]!;
        sum[i] = settled(sum[i]! + g * g);
        p[i]! -= (learningRate * g) / (Math.sqrt(sum[i]!) + eps);
      }
    });
  };
