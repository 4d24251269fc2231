import type { FusedKernels } from '@neurona/backend';
import { optimizerTable } from '../optimizer-table.js';
import type { WasmRuntime } from '../runtime.js';

export const adamStep =
  (wasm: WasmRuntime): FusedKernels['adamStep'] =>
  (arrays, { step, learningRate, beta1, beta2, eps, weightDecay, decoupled, amsgrad, maximize }) => {
    const table = optimizerTable(wasm, arrays, amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v']);
    wasm.call.adamStep(
      table,
      arrays.params.length,
      learningRate,
      learningRate / (1 - beta1 ** step),
      Math.sqrt(1 - beta2 ** step),
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
