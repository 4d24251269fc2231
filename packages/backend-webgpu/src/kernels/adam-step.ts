import type { FusedKernels } from '@neurona/backend';
import { stepParameters } from '../parameter-step.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** Adam and AdamW on all parameters at once. */
export function adamStep(gpu: WebGPURuntime): FusedKernels['adamStep'] {
  return ({ params, grads, state }, settings) => {
    const { step, learningRate, beta1, beta2, eps, weightDecay, decoupled, amsgrad, maximize } = settings;
    const update = [
      maximize ? 'g = -g;' : '',
      decoupled ? 'p -= params.decay * p;' : 'g += params.decay * p;',
      'm += params.fresh1 * (g - m);',
      'v = params.beta2 * v + params.fresh2 * g * g;',
      amsgrad ? 'vMax = max(vMax, v);' : '',
      `p -= params.rate * m / (sqrt(${amsgrad ? 'vMax' : 'v'}) * params.correction + params.eps);`,
    ];
    stepParameters(gpu, {
      name: 'adamStep',
      variant: `${decoupled} ${amsgrad} ${maximize}`,
      params,
      grads,
      state: amsgrad ? { m: state.m, v: state.v, vMax: state.vMax } : { m: state.m, v: state.v },
      settings: {
        rate: learningRate / (1 - beta1 ** step),
        correction: 1 / Math.sqrt(1 - beta2 ** step),
        fresh1: 1 - beta1,
        beta2,
        fresh2: 1 - beta2,
        eps,
        decay: decoupled ? learningRate * weightDecay : weightDecay,
      },
      update: update.filter(Boolean).join('\n    '),
    });
  };
}
