// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { settled } from '../settled.js';

/** `sgdStep`, parameter by parameter. */
export const sgdStep =
  (t: CpuRuntime): FusedKernels['sgdStep'] =>
  (
    { params, grads, state },
    { learningRate, momentum, dampening, weightDecay, nesterov, maximize, first },
  ) => {
    params.forEach((param, index) => {
      const [p, grad] = [t.values(param), t.values(grads[index]!)];
      const velocity = momentum === 0 ? undefined : t.values(state.momentum[index]!);
      for (let i = 0; i < p.length; i++) {
        let g = (maximize ? -grad[i]! : grad[i]!) + weightDecay * p[i]!;
        if (velocity) {
          const v = settled(first ? g : momentum * velocity[i]! + (1 - dampening) * g);
          velocity[i] = v;
          g = nesterov ? g + momentum * v : v;
        }
        p[i]! -= learningRate * g;
      }
    });
  };
