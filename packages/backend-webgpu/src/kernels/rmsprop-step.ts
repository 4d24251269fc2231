import type { FusedKernels } from '@neurona/backend';
import { stepParameters } from '../parameter-step.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** RMSprop on all parameters at once. */
export function rmspropStep(gpu: WebGPURuntime): FusedKernels['rmspropStep'] {
  return ({ params, grads, state }, settings) => {
    const { learningRate, alpha, eps, momentum, centered, weightDecay, maximize } = settings;
    const hasVelocity = momentum > 0;
    const update = [
      maximize ? 'g = -g;' : '',
      'g += params.weightDecay * p;',
      's = params.alpha * s + params.fresh * g * g;',
      centered ? 'a = params.alpha * a + params.fresh * g;' : '',
      `var delta = g / (sqrt(${centered ? 'max(0.0, s - a * a)' : 's'}) + params.eps);`,
      hasVelocity ? 'b = params.momentum * b + delta; delta = b;' : '',
      'p -= params.learningRate * delta;',
    ];
    stepParameters(gpu, {
      name: 'rmspropStep',
      variant: `${centered} ${hasVelocity} ${maximize}`,
      params,
      grads,
      state: {
        s: state.squareAverage,
        ...(centered && { a: state.gradAverage }),
        ...(hasVelocity && { b: state.momentum }),
      },
      settings: { learningRate, alpha, fresh: 1 - alpha, eps, momentum, weightDecay },
      update: update.filter(Boolean).join('\n    '),
    });
  };
}
