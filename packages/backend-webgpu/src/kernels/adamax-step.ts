import type { FusedKernels } from '@neurona/backend';
import { stepParameters } from '../parameter-step.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** Adamax on all parameters at once. */
export function adamaxStep(gpu: WebGPURuntime): FusedKernels['adamaxStep'] {
  return ({ params, grads, state }, { stepSize, beta1, beta2, eps, weightDecay, maximize }) => {
    stepParameters(gpu, {
      name: 'adamaxStep',
      variant: `${maximize}`,
      params,
      grads,
      state: { m: state.m, u: state.u },
      settings: { stepSize, fresh: 1 - beta1, beta2, eps, weightDecay },
      update: `${maximize ? 'g = -g;' : ''}
    g += params.weightDecay * p;
    m += params.fresh * (g - m);
    u = max(params.beta2 * u, abs(g) + params.eps);
    p -= params.stepSize * m / u;`,
    });
  };
}
