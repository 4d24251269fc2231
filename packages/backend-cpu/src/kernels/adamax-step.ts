// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { settled } from '../settled.js';

/** `adamaxStep`, parameter by parameter. */
export const adamaxStep =
  (t: CpuRuntime): FusedKernels['adamaxStep'] =>
  ({ params, grads, state }, { stepSize, beta1, beta2, eps, weightDecay, maximize }) => {
    params.forEach((param, index) => {
      const [p, grad] = [t.values(param), t.values(grads[index]!)];
      const [m, u] = [t.values(state.m[index]!), t.values(state.u[index]!)];
      for (let i = 0; i < p.length; i++) {
        const g = (maximize ? -grad[i]! : grad[i]!) + weightDecay * p[i]!;
        m[i] = settled(beta1 * m[i]! + (1 - beta1) * g);
        u[i] = settled(Math.max(beta2 * u[i]!, Math.abs(g) + eps));
        p[i]! -= (stepSize * m[i]!) / u[i]!;
      }
    });
  };
