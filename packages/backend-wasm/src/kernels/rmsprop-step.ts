import type { FusedKernels } from '@neurona/backend';
import { optimizerTable } from '../optimizer-table.js';
import type { WasmRuntime } from '../runtime.js';

export const rmspropStep =
  (wasm: WasmRuntime): FusedKernels['rmspropStep'] =>
  (arrays, { learningRate, alpha, eps, momentum, weightDecay, maximize }) => {
    const table = optimizerTable(wasm, arrays, ['squareAverage', 'gradAverage', 'momentum']);
    wasm.call.rmspropStep(
      table.at,
      table.rows,
      learningRate,
      alpha,
      1 - alpha,
      eps,
      momentum,
      weightDecay,
      maximize,
    );
  };
