import type { DeviceArray, DType, Shape, TypedArray } from '@neurona/backend';
import type { WebGPUBackend } from '../webgpu-backend.js';

/** Integers from -3 to 3, the same for the same shape and seed: sums of their products are exact in float32. */
export function wholeNumbers(shape: Shape, seed = 1): Float32Array {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  let state = seed * 2654435761;
  for (let i = 0; i < values.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = ((state >>> 16) % 7) - 3;
  }
  return values;
}

/** An array's values as plain numbers. */
export async function valuesOf(backend: WebGPUBackend, array: DeviceArray): Promise<number[]> {
  return Array.from(await backend.read(array as DeviceArray & { dtype: DType }));
}

/** Writes float32 values. */
export const upload = (backend: WebGPUBackend, values: TypedArray, shape: Shape): DeviceArray =>
  backend.write(values, shape, values instanceof Int32Array ? 'int32' : 'float32');

/** Frees arrays. */
export const freeAll = (backend: WebGPUBackend, ...arrays: readonly DeviceArray[]): void => {
  for (const array of arrays) backend.free(array);
};
