// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { settled } from '../settled.js';

/** `rmspropStep`, parameter by parameter. */
export const rmspropStep =
  (t: CpuRuntime): FusedKernels['rmspropStep'] =>
  ({ params, grads, state }, settings) => {
    const { learningRate, alpha, eps, momentum, centered, weightDecay, maximize } = settings;
    params.forEach((param, index) => {
      const [p, grad] = [t.values(param), t.values(grads[index]!)];
      const squares = t.values(state.squareAverage[index]!);
      const means = centered ? t.values(state.gradAverage[index]!) : undefined;
      const velocity = momentum > 0 ? t.values(state.momentum[index]!) : undefined;
      for (let i = 0; i < p.length; i++) {
        const g = (maximize ? -grad[i]! : grad[i]!) + weightDecay * p[i]!;
        squares[i] = settled(alpha * squares[i]! + (1 - alpha) * g * g);
        let variance = squares[i]!;
        if (means) {
          means[i] = settled(alpha * means[i]! + (1 - alpha) * g);
          variance = Math.max(0, variance - means[i]! * means[i]!);
        }
        let delta = g / (Math.sqrt(variance) + eps);
        if (velocity) {
          delta = settled(delta + momentum * velocity[i]!);
          velocity[i] = delta;
        }
        p[i]! -= learningRate * delta;
      }
    });
  };
