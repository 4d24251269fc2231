// internal
import { ArgumentError, type Backend, currentBackend, type DType } from '@neurona/backend';
import { Storage } from './memory/storage.js';
import { flatten, inferDType, isNumericArray, type TensorValues, toTypedArray } from './nested-array.js';
import { Tensor } from './tensor.js';

/** What operations take: a tensor, a number, a truth value, or arrays of them. */
export type TensorLike = Tensor | TensorValues;

const brand = Symbol.for('neurona.tensor');
Object.defineProperty(Tensor.prototype, brand, { value: true });

/**
 * Whether a value is a tensor, also one made by another copy of this package.
 * @example
 * isTensor(tensor(1)); // => true
 */
export const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && brand in value;

/** A tensor of values from JavaScript on a backend. */
export function upload(subject: string, value: TensorValues, dtype: DType, backend: Backend): Tensor {
  const { values, shape } = flatten(subject, value);
  const array = backend.write(toTypedArray(subject, values, shape, dtype), shape, dtype);
  return new Tensor(new Storage(backend, array), shape, dtype);
}

/**
 * Sees an operand as a tensor. `other` gives the backend, and to plain numbers the dtype where it can hold them. `sibling` gives
 * the backend alone.
 */
export function toTensor(subject: string, value: TensorLike, other?: Tensor, sibling = other): Tensor {
  if (isTensor(value)) return value;
  const backend = sibling?.backend ?? currentBackend();
  if (typeof value === 'number') return constant(backend, value, numberDType(value, other?.dtype));
  if (typeof value === 'boolean') return constant(backend, value ? 1 : 0, 'bool');
  if (!Array.isArray(value) && !isNumericArray(value)) {
    throw new ArgumentError(subject, { expected: 'a tensor, a number or arrays of numbers', received: value });
  }
  return upload(subject, value, inferDType(value), backend);
}

const numberDType = (value: number, dtype: DType = 'float32'): DType =>
  dtype === 'float32' || !Number.isInteger(value) ? 'float32' : 'int32';

const capacity = 64; // constants remembered for each backend
const constants = new WeakMap<Backend, Map<string, Storage>>();

/** A scalar, uploaded once: the last ones used are remembered. */
function constant(backend: Backend, value: number, dtype: DType): Tensor {
  let known = constants.get(backend);
  if (!known) {
    known = new Map();
    constants.set(backend, known);
  }
  const key = `${dtype}${Object.is(value, -0) ? '-0' : value}`;
  let storage = known.get(key);
  if (storage) known.delete(key);
  else storage = new Storage(backend, backend.kernels.fill([], value, dtype));
  known.set(key, storage); // the newest is last
  if (known.size > capacity) {
    const [oldest] = known.keys();
    known.get(oldest!)!.release();
    known.delete(oldest!);
  }
  return new Tensor(storage.retain(), [], dtype);
}

/**
 * Frees the scalars that operations with plain numbers left for the next use.
 * @example
 * freeConstants(); // currentBackend().memory() now counts only tensors that somebody holds
 */
export function freeConstants(backend: Backend = currentBackend()): void {
  for (const storage of constants.get(backend)?.values() ?? []) storage.release();
  constants.delete(backend);
}
