import type { FusedKernels } from '@neurona/backend';
import { stepParameters } from '../parameter-step.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** Adam and AdamW on all parameters at once. */
export function adamStep(gpu: WebGPURuntime): FusedKernels['adamStep'] {
  return ({ params, grads, state }, settings) => {
    const { step, learningRate, beta1, beta2, eps, weightDecay, decoupled, amsgrad, maximize } = settings;
    const own = {
      momentFactor: learningRate / (1 - beta1 ** step),
      gradFactor: 0,
      rootFactor: 1 / Math.sqrt(1 - beta2 ** step),
    };
    const { momentFactor, gradFactor, rootFactor } = settings.form ?? own;
    const delta =
      gradFactor === 0 ? 'params.momentFactor * m' : '(params.momentFactor * m + params.gradFactor * g)';
    const root = `(sqrt(${amsgrad ? 'vMax' : 'v'}) * params.rootFactor + params.eps)`;
    const update = [
      maximize ? 'g = -g;' : '',
      decoupled ? 'p -= params.decay * p;' : 'g += params.decay * p;',
      'm += params.fresh1 * (g - m);',
      'v = params.beta2 * v + params.fresh2 * g * g;',
      amsgrad ? 'vMax = max(vMax, v);' : '',
      `p -= ${delta}${rootFactor === undefined ? '' : ` / ${root}`};`,
    ];
    stepParameters(gpu, {
      name: 'adamStep',
      variant: `${decoupled} ${amsgrad} ${maximize} ${gradFactor === 0} ${rootFactor === undefined}`,
      params,
      grads,
      state: amsgrad ? { m: state.m, v: state.v, vMax: state.vMax } : { m: state.m, v: state.v },
      settings: {
        momentFactor,
        gradFactor,
        rootFactor: rootFactor ?? 1,
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
