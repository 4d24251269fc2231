import { type DeviceArray, type OptimizerArrays, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from './runtime.js';

/** Parameters of more elements are cut into rows of so many, so that threads can share them. */
const ROW = 16384;

/** The table of assembly/optimizer.ts: its address, and how many rows it has. */
export interface OptimizerTable {
  readonly at: number;
  readonly rows: number;
}

/** Writes, for each parameter or piece of one, its size and the addresses of parameter, gradient and states, or 0. */
export function optimizerTable<State extends string>(
  wasm: WasmRuntime,
  { params, grads, state }: OptimizerArrays<State>,
  names: readonly State[],
): OptimizerTable {
  const words: number[] = [];
  params.forEach((param, i) => {
    const changed = [param, ...names.map((name): DeviceArray | undefined => state[name]?.[i])];
    const [at = 0, ...states] = changed.map((array) => (array ? wasm.atForChange(array) : 0));
    const addresses = [at, grads[i] ? wasm.at(grads[i]) : 0, ...states];
    while (addresses.length < 5) addresses.push(0);
    const size = sizeOf(param.shape);
    for (let start = 0; start < size; start += ROW) {
      words.push(Math.min(ROW, size - start));
      for (const address of addresses) words.push(address === 0 ? 0 : address + 4 * start);
    }
  });
  return { at: wasm.words(words), rows: words.length / 6 };
}
