import type { FusedKernels } from '@neurona/backend';
import { stepParameters } from '../parameter-step.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** Adagrad on all parameters at once. */
export function adagradStep(gpu: WebGPURuntime): FusedKernels['adagradStep'] {
  return ({ params, grads, state }, { learningRate, eps, weightDecay, maximize }) => {
    stepParameters(gpu, {
      name: 'adagradStep',
      variant: `${maximize}`,
      params,
      grads,
      state: { s: state.sum },
      settings: { learningRate, eps, weightDecay },
      update: `${maximize ? 'g = -g;' : ''}
    g += params.weightDecay * p;
    s += g * g;
    p -= params.learningRate * g / (sqrt(s) + params.eps);`,
    });
  };
}
