import type { Backend } from '../backend.js';
import type { DeviceArray } from '../device-array.js';
import { type DType, type TypedArray, typedArray } from '../dtype.js';
import type { KernelName } from '../kernels.js';
import { sizeOf } from '../shape.js';

/** An array in a fixture; NaN and infinities are words. */
export interface FixtureArray {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly values: readonly (number | string)[];
}

/** One call of a kernel and its expected result. */
export interface KernelCase {
  readonly title: string;
  /** Arguments of the kernel; fixture arrays in them stand for arrays on the device. */
  readonly args: readonly unknown[];
  /** What it returns, for kernels that return something: an array, or several by name. */
  readonly result?: unknown;
  /** What the arguments are afterwards, for kernels that work in place. */
  readonly after?: readonly unknown[];
}

/** Cases by kernel. */
export type KernelFixtures = Readonly<Partial<Record<KernelName, readonly KernelCase[]>>>;

/** An array that was on the device, read back. */
export interface HostArray {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly values: TypedArray;
}

export const isFixtureArray = (value: unknown): value is FixtureArray =>
  typeof value === 'object' && value !== null && 'values' in value && 'dtype' in value;

export const isDeviceArray = (value: unknown): value is DeviceArray =>
  typeof value === 'object' && value !== null && 'buffer' in value && 'dtype' in value;

/** A fixture array's values as they are read back. */
export function hostArray({ shape, dtype, values }: FixtureArray): HostArray {
  const array = typedArray(dtype, sizeOf(shape));
  values.forEach((value, i) => {
    array[i] = Number(value);
  });
  return { shape, dtype, values: array };
}

/** A copy of nested arguments in which each leaf was replaced. */
export function mapLeaves(value: unknown, leaf: (value: unknown) => unknown): unknown {
  if (isFixtureArray(value) || isDeviceArray(value) || typeof value !== 'object' || value === null)
    return leaf(value);
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, leaf));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, leaf)]));
}

/** Every array in nested arguments or results, and where it is, as `state.m.0`. */
export function arraysIn<T>(value: unknown, is: (value: unknown) => value is T, path = ''): Map<string, T> {
  if (is(value)) return new Map([[path, value]]);
  if (typeof value !== 'object' || value === null) return new Map();
  const entries = Object.entries(value).flatMap(([key, item]) => [
    ...arraysIn(item, is, path === '' ? key : `${path}.${key}`),
  ]);
  return new Map(entries);
}

/** Puts a case's arguments on a device; words become numbers. */
export function upload(backend: Backend, args: readonly unknown[]): unknown[] {
  return mapLeaves(args, (value) => {
    if (isFixtureArray(value)) return backend.write(hostArray(value).values, value.shape, value.dtype);
    return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value;
  }) as unknown[];
}

/** Reads an array back. */
export async function download(backend: Backend, { buffer, shape, dtype }: DeviceArray): Promise<HostArray> {
  return { shape, dtype, values: await backend.read({ buffer, shape, dtype }) };
}
