import type { FusedKernels } from '@neurona/backend';
import { optimizerTable } from '../optimizer-table.js';
import type { WasmRuntime } from '../runtime.js';

export const lionStep =
  (wasm: WasmRuntime): FusedKernels['lionStep'] =>
  (arrays, { learningRate, beta1, beta2, weightDecay, maximize }) => {
    const table = optimizerTable(wasm, arrays, ['m']);
    wasm.call.lionStep(
      table.at,
      table.rows,
      learningRate,
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      weightDecay,
      maximize,
    );
  };
