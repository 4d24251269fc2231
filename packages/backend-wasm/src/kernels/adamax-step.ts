import type { FusedKernels } from '@neurona/backend';
import { optimizerTable } from '../optimizer-table.js';
import type { WasmRuntime } from '../runtime.js';

export const adamaxStep =
  (wasm: WasmRuntime): FusedKernels['adamaxStep'] =>
  (arrays, { stepSize, beta1, beta2, eps, weightDecay, maximize }) => {
    const table = optimizerTable(wasm, arrays, ['m', 'u']);
    wasm.call.adamaxStep(table.at, table.rows, stepSize, beta1, 1 - beta1, beta2, eps, weightDecay, maximize);
  };
