import type { FusedKernels } from '@neurona/backend';
import { optimizerTable } from '../optimizer-table.js';
import type { WasmRuntime } from '../runtime.js';

export const adadeltaStep =
  (wasm: WasmRuntime): FusedKernels['adadeltaStep'] =>
  (arrays, { learningRate, rho, eps, weightDecay, maximize }) => {
    const table = optimizerTable(wasm, arrays, ['squareAverage', 'deltaAverage']);
    wasm.call.adadeltaStep(table.at, table.rows, learningRate, rho, 1 - rho, eps, weightDecay, maximize);
  };
