import { setFlagsFromString } from 'node:v8';
import { type Backend, type DeviceArray, type DType, type Shape, sizeOf, typedArray } from '@neurona/backend';
import { expect } from 'vitest';
import { type WasmOptions, wasm } from '../wasm.js';

setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 has it behind a flag

/** Both modules. */
export const variants: readonly (readonly [string, WasmOptions])[] = [
  ['SIMD', { relaxedSimd: false }],
  ['relaxed SIMD', { relaxedSimd: true }],
];

export const startBackend = (options: WasmOptions): Promise<Backend> => wasm(options).create();

const shared = new Map<string, Promise<Backend>>();

/** One backend for all tests that look at values alone: each that is started has memory and threads of its own. */
export function sharedBackend(options: WasmOptions): Promise<Backend> {
  const key = JSON.stringify(options);
  const backend = shared.get(key) ?? startBackend(options);
  shared.set(key, backend);
  return backend;
}

/** Repeatable numbers from -1 to 1: a linear congruential generator. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

export interface HostArray {
  readonly values: Float32Array;
  readonly array: DeviceArray;
}

/** A float32 array with numbers from -1 to 1, on the host and on the backend. */
export function floats(backend: Backend, shape: Shape, next: () => number): HostArray {
  const values = Float32Array.from({ length: sizeOf(shape) }, next);
  return { values, array: backend.write(values, shape, 'float32') };
}

/** Writes plain numbers. */
export function arrayOf(
  backend: Backend,
  values: readonly number[],
  shape: Shape = [values.length],
  dtype: DType = 'float32',
): DeviceArray {
  const typed = typedArray(dtype, values.length);
  typed.set(values);
  return backend.write(typed, shape, dtype);
}

export const valuesOf = async (backend: Backend, x: DeviceArray): Promise<number[]> => [
  ...(await backend.read(x)),
];

/** Checks shape and values, to `tolerance` absolute plus relative, and frees the array. */
export async function expectArray(
  backend: Backend,
  x: DeviceArray,
  shape: Shape,
  expected: ArrayLike<number>,
  tolerance = 1e-5,
): Promise<void> {
  expect([...x.shape]).toEqual([...shape]);
  const actual = await backend.read(x);
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!);
    if (error <= tolerance * (1 + Math.abs(expected[i]!)) || Object.is(actual[i], expected[i])) continue;
    expect.fail(`element ${i} of ${actual.length} is ${actual[i]}, expected ${expected[i]}`);
  }
  backend.free(x);
}
