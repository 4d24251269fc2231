import { type DeviceArray, type OptimizerArrays, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from './runtime.js';

/** The table of assembly/optimizer.ts: for each parameter its size and the addresses of parameter, gradient and states, or 0. */
export function optimizerTable<State extends string>(
  wasm: WasmRuntime,
  { params, grads, state }: OptimizerArrays<State>,
  names: readonly State[],
): number {
  const words = new Array<number>(6 * params.length).fill(0);
  params.forEach((param, i) => {
    words[6 * i] = sizeOf(param.shape);
    words[6 * i + 1] = wasm.at(param);
    words[6 * i + 2] = wasm.at(grads[i]!);
    names.forEach((name, j) => {
      const array: DeviceArray | undefined = state[name]?.[i];
      if (array) words[6 * i + 3 + j] = wasm.at(array);
    });
  });
  return wasm.words(words);
}
