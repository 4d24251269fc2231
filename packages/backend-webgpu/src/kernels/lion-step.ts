import type { FusedKernels } from '@neurona/backend';
import { stepParameters } from '../parameter-step.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** Lion on all parameters at once. */
export function lionStep(gpu: WebGPURuntime): FusedKernels['lionStep'] {
  return ({ params, grads, state }, { learningRate, beta1, beta2, weightDecay, maximize }) => {
    stepParameters(gpu, {
      name: 'lionStep',
      variant: `${maximize}`,
      params,
      grads,
      state: { m: state.m },
      settings: { learningRate, beta1, fresh1: 1 - beta1, beta2, fresh2: 1 - beta2, weightDecay },
      update: `${maximize ? 'g = -g;' : ''}
    p -= params.learningRate * (sign(params.beta1 * m + params.fresh1 * g) + params.weightDecay * p);
    m = params.beta2 * m + params.fresh2 * g;`,
    });
  };
}
