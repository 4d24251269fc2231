import type { FusedKernels } from '@neurona/backend';
import { optimizerTable } from '../optimizer-table.js';
import type { WasmRuntime } from '../runtime.js';

export const adamStep =
  (wasm: WasmRuntime): FusedKernels['adamStep'] =>
  (arrays, settings) => {
    const { step, learningRate, beta1, beta2, eps, weightDecay, decoupled, amsgrad, maximize } = settings;
    const own = {
      momentFactor: learningRate / (1 - beta1 ** step),
      gradFactor: 0,
      rootFactor: 1 / Math.sqrt(1 - beta2 ** step),
    };
    const { momentFactor, gradFactor, rootFactor } = settings.form ?? own;
    const table = optimizerTable(wasm, arrays, amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v']);
    wasm.call.adamStep(
      table.at,
      table.rows,
      learningRate,
      momentFactor,
      gradFactor,
      rootFactor ?? 0,
      rootFactor !== undefined,
      beta1,
      beta2,
      1 - beta1,
      1 - beta2,
      eps,
      weightDecay,
      decoupled,
      maximize,
    );
  };
