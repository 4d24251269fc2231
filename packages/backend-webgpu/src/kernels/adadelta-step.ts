import type { FusedKernels } from '@neurona/backend';
import { stepParameters } from '../parameter-step.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** Adadelta on all parameters at once. */
export function adadeltaStep(gpu: WebGPURuntime): FusedKernels['adadeltaStep'] {
  return ({ params, grads, state }, { learningRate, rho, eps, weightDecay, maximize }) => {
    const update = `${maximize ? 'g = -g;' : ''}
    g += params.weightDecay * p;
    s = params.rho * s + params.fresh * g * g;
    let delta = sqrt(d + params.eps) / sqrt(s + params.eps) * g;
    d = params.rho * d + params.fresh * delta * delta;
    p -= params.learningRate * delta;`;
    stepParameters(gpu, {
      name: 'adadeltaStep',
      variant: `${maximize}`,
      params,
      grads,
      state: { s: state.squareAverage, d: state.deltaAverage },
      settings: { learningRate, rho, fresh: 1 - rho, eps, weightDecay },
      update,
    });
  };
}
