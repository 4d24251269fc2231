// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { settled } from '../settled.js';

/** `adadeltaStep`, parameter by parameter. */
export const adadeltaStep =
  (t: CpuRuntime): FusedKernels['adadeltaStep'] =>
  ({ params, grads, state }, { learningRate, rho, eps, weightDecay, maximize }) => {
    params.forEach((param, index) => {
      const [p, grad] = [t.values(param), t.values(grads[index]!)];
      const squares = t.values(state.squareAverage[index]!);
      const deltas = t.values(state.deltaAverage[index]!);
      for (let i = 0; i < p.length; i++) {
        const g = (maximize ? -grad[i]! : grad[i]!) + weightDecay * p[i]!;
        squares[i] = settled(rho * squares[i]! + (1 - rho) * g * g);
        const delta = (Math.sqrt(deltas[i]! + eps) / Math.sqrt(squares[i]! + eps)) * g;
        deltas[i] = settled(rho * deltas[i]! + (1 - rho) * delta * delta);
        p[i]! -= learningRate * delta;
      }
    });
  };
