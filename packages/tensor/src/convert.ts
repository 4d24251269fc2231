import { ArgumentError, type Backend, currentBackend, type DType } from '@neurona/backend';
import { Storage } from './memory/storage.js';
import { flattenValues, type TensorValues, toTypedArray } from './nested-array.js';
import { own, Tensor } from './tensor.js';

/** What operations take: a tensor, a number, a boolean, or arrays of them. */
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

/**
 * Returns an argument that is a tensor, where plain numbers aren't taken.
 * @param subject - The function that errors name.
 * @param name - Of the argument, where there are several.
 * @throws {@link ArgumentError} if it is something else.
 * @example
 * checkTensor('double', tensor(1)).mul(2); // => 2
 */
export function checkTensor(subject: string, x: Tensor, name?: string): Tensor {
  if (isTensor(x)) return x;
  throw new ArgumentError(subject, {
    expected: name === undefined ? 'a tensor' : `${name} to be a tensor`,
    received: x,
    hint: 'Make a tensor of arrays: tensor(values).',
  });
}

/** @internal Returns a list of tensors that is one. */
export function checkTensors<List extends readonly Tensor[]>(
  subject: string,
  name: string,
  tensors: List,
): List {
  if (Array.isArray(tensors) && tensors.every(isTensor)) return tensors;
  throw new ArgumentError(subject, {
    expected: `${name} to be an array of tensors`,
    received: isTensor(tensors) ? 'a tensor' : tensors,
    hint: isTensor(tensors) ? 'Put it in brackets: [x].' : 'Make tensors of arrays: tensor(values).',
  });
}

/** Makes a tensor of JavaScript values on a backend. */
function upload(subject: string, value: TensorValues, backend: Backend): Tensor {
  const { values, shape, dtype } = flattenValues(subject, value);
  const array = backend.write(toTypedArray(subject, values, shape, dtype), shape, dtype);
  return new Tensor(new Storage(backend, array), shape, dtype);
}

/**
 * @internal
 * Converts an operand to a tensor. `other` determines the backend, and to plain numbers the dtype where it can hold them.
 * `sibling` determines only the backend.
 */
export function toTensor(subject: string, value: TensorLike, other?: Tensor, sibling = other): Tensor {
  if (isTensor(value)) return value;
  const backend = sibling?.backend ?? currentBackend();
  if (typeof value === 'number' || typeof value === 'boolean') {
    const dtype = typeof value === 'boolean' ? 'bool' : numberDType(value, other?.dtype);
    // Beside another operand only the operation uses it: a cached tensor is enough.
    return sibling ? constant(backend, Number(value), dtype) : scalar(backend, Number(value), dtype);
  }
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) {
    throw new ArgumentError(subject, {
      expected: 'a tensor, a number or arrays of numbers',
      received: value,
    });
  }
  return upload(subject, value, backend);
}

/** A plain number beside an int32 tensor becomes int32 if it fits. */
const numberDType = (value: number, dtype: DType = 'float32'): DType =>
  dtype === 'float32' || (value | 0) !== value ? 'float32' : 'int32';

const capacity = 64; // constants cached for each backend and dtype
const constants = new WeakMap<Backend, Record<DType, Map<number | '-0', Tensor>>>();

const scalar = (backend: Backend, value: number, dtype: DType): Tensor =>
  new Tensor(new Storage(backend, backend.kernels.fill([], value, dtype)), [], dtype);

/** A scalar on the device; those used last are cached. */
function constant(backend: Backend, value: number, dtype: DType): Tensor {
  let known = constants.get(backend);
  if (!known) {
    known = { float32: new Map(), int32: new Map(), bool: new Map() };
    constants.set(backend, known);
  }
  const recent = known[dtype];
  const key = Object.is(value, -0) ? '-0' : value;
  let tensor = recent.get(key);
  if (tensor) recent.delete(key);
  else tensor = own(scalar(backend, value, dtype));
  recent.set(key, tensor); // the newest is last
  if (recent.size > capacity) {
    const [oldest] = recent.keys();
    recent.get(oldest!)!.dispose();
    recent.delete(oldest!);
  }
  return tensor;
}

/**
 * Frees the cached scalars of operations with plain numbers.
 * @example
 * freeConstants(); // currentBackend().memory() now counts only tensors that somebody holds
 */
export function freeConstants(backend: Backend = currentBackend()): void {
  for (const recent of Object.values(constants.get(backend) ?? {}))
    for (const tensor of recent.values()) tensor.dispose();
  constants.delete(backend);
}
