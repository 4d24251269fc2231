// internal
import type { DeviceArray } from '@neurona/backend';
import type { WasmRuntime } from './runtime.js';

/** The right side of a product: sizes, and strides in elements. */
interface Operand {
  readonly array: DeviceArray;
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly column: number;
}

/** Products of so many rows are made with panels of B that are kept: fewer read B where it lies, for more packing is cheap. */
const [LEAST_ROWS, MOST_ROWS] = [13, 256];

/**
 * The address of B's panels as `gemmPack` writes them, where so few rows are multiplied that packing B takes a part of the time; or 0. Ask
 * for scratch memory before: where there is little memory, it takes the place of what was kept.
 */
export function keptPanels(wasm: WasmRuntime, b: Operand, rows: number): number {
  const { array, rows: k, columns: n, row, column } = b;
  if (rows < LEAST_ROWS || rows > MOST_ROWS || n < 8) return 0;
  const pack = (to: number): void => wasm.call.gemmPack(wasm.at(array), row, column, n, k, to);
  return wasm.derivedBlock(array, `product ${k} ${n} ${row}`, 32 * k * Math.ceil(n / 8), pack) ?? 0;
}
