// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { settled } from '../settled.js';

/** `lionStep`, parameter by parameter. */
export const lionStep =
  (t: CpuRuntime): FusedKernels['lionStep'] =>
  ({ params, grads, state }, { learningRate, beta1, beta2, weightDecay, maximize }) => {
    params.forEach((param, index) => {
      const [p, grad, m] = [t.values(param), t.values(grads[index]!), t.values(state.m[index]!)];
      for (let i = 0; i < p.length; i++) {
        const g = maximize ? -grad[i]! : grad[i]!;
        p[i]! -= learningRate * (Math.sign(beta1 * m[i]! + (1 - beta1) * g) + weightDecay * p[i]!);
        m[i] = settled(beta2 * m[i]! + (1 - beta2) * g);
      }
    });
  };
