// internal
import type { FusedKernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { settled } from '../settled.js';

/**
 * `adamStep`, parameter by parameter.
 *
 *     m = β₁ m + (1 - β₁) g        v = β₂ v + (1 - β₂) g²        p -= lr / (1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + eps)
 */
export const adamStep =
  (t: CpuRuntime): FusedKernels['adamStep'] =>
  ({ params, grads, state }, settings) => {
    const { step, learningRate, beta1, beta2, eps, weightDecay, decoupled, amsgrad, maximize } = settings;
    const own = {
      momentFactor: learningRate / (1 - beta1 ** step),
      gradFactor: 0,
      rootFactor: 1 / Math.sqrt(1 - beta2 ** step),
    };
    const { momentFactor, gradFactor, rootFactor } = settings.form ?? own;
    const shrink = decoupled ? 1 - learningRate * weightDecay : 1;
    const coupled = decoupled ? 0 : weightDecay;
    params.forEach((param, index) => {
      const [p, grad] = [t.values(param), t.values(grads[index]!)];
      const [m, v] = [t.values(state.m[index]!), t.values(state.v[index]!)];
      const vMax = amsgrad ? t.values(state.vMax[index]!) : undefined;
      for (let i = 0; i < p.length; i++) {
        const g = (maximize ? -grad[i]! : grad[i]!) + coupled * p[i]!;
        m[i] = settled(beta1 * m[i]! + (1 - beta1) * g);
        v[i] = settled(beta2 * v[i]! + (1 - beta2) * g * g);
        let square = v[i]!;
        if (vMax) {
          square = settled(Math.max(vMax[i]!, square));
          vMax[i] = square;
        }
        const delta = momentFactor * m[i]! + gradFactor * g;
        const root = rootFactor === undefined ? 1 : Math.sqrt(square) * rootFactor + eps;
        p[i] = p[i]! * shrink - delta / root;
      }
    });
  };
