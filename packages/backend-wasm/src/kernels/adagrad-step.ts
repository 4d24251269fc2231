import type { FusedKernels } from '@neurona/backend';
import { optimizerTable } from '../optimizer-table.js';
import type { WasmRuntime } from '../runtime.js';

export const adagradStep =
  (wasm: WasmRuntime): FusedKernels['adagradStep'] =>
  (arrays, { learningRate, eps, weightDecay, maximize }) => {
    const table = optimizerTable(wasm, arrays, ['sum']);
    wasm.call.adagradStep(table.at, table.rows, learningRate, eps, weightDecay, maximize);
  };
