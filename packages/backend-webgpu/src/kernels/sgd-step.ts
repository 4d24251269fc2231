import type { FusedKernels } from '@neurona/backend';
import { stepParameters } from '../parameter-step.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** Stochastic gradient descent on all parameters at once. */
export function sgdStep(gpu: WebGPURuntime): FusedKernels['sgdStep'] {
  return (
    { params, grads, state },
    { learningRate, momentum, dampening, weightDecay, nesterov, maximize, first },
  ) => {
    const withMomentum = momentum !== 0;
    const velocity = first ? 'velocity = g;' : 'velocity = params.momentum * velocity + params.fresh * g;';
    const update = [
      maximize ? 'g = -g;' : '',
      'g += params.weightDecay * p;',
      withMomentum ? velocity : '',
      withMomentum ? (nesterov ? 'g += params.momentum * velocity;' : 'g = velocity;') : '',
      'p -= params.learningRate * g;',
    ];
    stepParameters(gpu, {
      name: 'sgdStep',
      variant: `${withMomentum} ${nesterov} ${maximize} ${first}`,
      params,
      grads,
      state: withMomentum ? { velocity: state.momentum } : {},
      settings: { learningRate, momentum, fresh: 1 - dampening, weightDecay },
      update: update.filter(Boolean).join('\n    '),
    });
  };
}
