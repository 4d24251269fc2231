import {
  ArgumentError,
  type Backend,
  checkArgument,
  checkOptions,
  checkShape,
  currentBackend,
  type DeviceArray,
  type DType,
  type OptionTable,
  type Shape,
} from '@neurona/backend';
import { checkTensor, isTensor } from './convert.js';
import { Storage } from './memory/storage.js';
import { flattenValues, storedNumber, type TensorValues, toTypedArray } from './nested-array.js';
import { Tensor } from './tensor.js';

/** Settings of functions that make tensors. */
export interface CreateOptions {
  /** Default float32. */
  readonly dtype?: DType;
  /** Whether operations on it are recorded, default false. */
  readonly requiresGrad?: boolean;
  /** Where it lives, default the chosen backend. */
  readonly backend?: Backend;
}

const createOptions: OptionTable<CreateOptions> = {
  dtype: 'float32',
  requiresGrad: false,
  backend: undefined,
};

/** Settings of {@link tensor}. */
export interface TensorOptions extends CreateOptions {
  /** Shape of flat values; nested arrays have their own. */
  readonly shape?: Shape;
}

const tensorOptions: OptionTable<TensorOptions> = { ...createOptions, shape: undefined };

/**
 * A tensor of values: a number, nested arrays or a typed array. Numbers become float32, integer arrays int32, booleans bool,
 * and mixed ones the wider of them, unless `dtype` says otherwise.
 * @throws {@link ShapeError} if nested arrays are ragged, or `shape` doesn't hold the values.
 * @throws {@link ArgumentError} if int32 can't hold a value: NaN, or beyond -2^31 to 2^31 - 1.
 * @example
 * tensor([[1, 2, 3]]).shape; // => [1, 3]
 * tensor(new Float32Array(6), { shape: [2, 3] }).shape; // => [2, 3]
 */
export function tensor(values: TensorValues, options: TensorOptions = {}): Tensor {
  if (!isHostArrayOf(values, options)) checkOptions('tensor', options, tensorOptions);
  if (isTensor(values)) {
    throw new ArgumentError('tensor', {
      expected: 'numbers',
      received: 'a tensor',
      hint: 'Use x.clone() for a copy, or x.detach() for the same values without history.',
    });
  }
  const backend = options.backend ?? currentBackend();
  const flat = flattenValues('tensor', values);
  const shape = options.shape ? checkShape('tensor', options.shape) : flat.shape;
  const dtype = options.dtype ?? flat.dtype;
  const array = backend.write(toTypedArray('tensor', flat.values, shape, dtype), shape, dtype);
  return finish(backend, array, options);
}

/** Whether options are a host array of the values, which has their shape and dtype: `tensor(array.values, array)`. */
const isHostArrayOf = (
  values: TensorValues,
  options: TensorOptions & { readonly values?: unknown },
): boolean => options?.values === values;

/** @internal A leaf of a new device array. */
export function finish(
  backend: Backend,
  array: ReturnType<Backend['write']>,
  options: { readonly requiresGrad?: boolean },
): Tensor {
  const made = new Tensor(new Storage(backend, array), array.shape, array.dtype);
  if (options.requiresGrad) made.requiresGrad = true;
  return made;
}

/**
 * Wraps an array that a backend's kernels made in a tensor, which owns it from then on. For code that brings arrays to a device
 * itself.
 * @param backend - Whose array it is, default the current one.
 * @throws {@link ArgumentError} if `array` is a tensor, which owns its memory already.
 * @example
 * await deviceTensor(currentBackend().kernels.fill([2], 7, 'float32')).data(); // => [7, 7]
 */
export function deviceTensor(array: DeviceArray, backend: Backend = currentBackend()): Tensor {
  checkShape('deviceTensor', checkArgument('deviceTensor', 'array', array, 'record').shape);
  // Two owners would free it twice.
  if (isTensor(array))
    throw new ArgumentError('deviceTensor', {
      expected: 'an array of kernels',
      received: 'a tensor',
      hint: 'It owns its memory: use it as it is, or x.clone().',
    });
  checkArgument('deviceTensor', 'backend.kernels', backend?.kernels, 'record');
  return finish(backend, array, {});
}

/**
 * A tensor full of one value.
 * @throws {@link ArgumentError} if the dtype is int32 and the value is NaN or beyond it.
 * @example
 * await full([2], 7).data(); // => [7, 7]
 */
export function full(shape: Shape, value: number, options: CreateOptions = {}): Tensor {
  const { backend = currentBackend(), dtype = 'float32' } = checkOptions('full', options, createOptions);
  const stored = storedNumber('full', value, dtype);
  return finish(backend, backend.kernels.fill(checkShape('full', shape), stored, dtype), options);
}

/**
 * A tensor of zeros.
 * @example
 * await zeros([2]).data(); // => [0, 0]
 */
export const zeros = (shape: Shape, options: CreateOptions = {}): Tensor => {
  checkOptions('zeros', options, createOptions);
  return full(shape, 0, options);
};

/**
 * A tensor of ones.
 * @example
 * await ones([2]).data(); // => [1, 1]
 */
export const ones = (shape: Shape, options: CreateOptions = {}): Tensor => {
  checkOptions('ones', options, createOptions);
  return full(shape, 1, options);
};

/** @internal Shape, dtype and backend of a tensor, unless overridden. */
const like = (x: Tensor, options: CreateOptions): CreateOptions => ({
  dtype: x.dtype,
  backend: x.backend,
  ...options,
});

/**
 * Zeros of a tensor's shape, dtype and backend.
 * @example
 * await zerosLike(tensor([3, 4])).data(); // => [0, 0]
 */
export const zerosLike = (x: Tensor, options: CreateOptions = {}): Tensor => {
  checkTensor('zerosLike', x);
  checkOptions('zerosLike', options, createOptions);
  return full(x.shape, 0, like(x, options));
};

/**
 * Ones of a tensor's shape, dtype and backend.
 * @example
 * await onesLike(tensor([3, 4])).data(); // => [1, 1]
 */
export const onesLike = (x: Tensor, options: CreateOptions = {}): Tensor => {
  checkTensor('onesLike', x);
  checkOptions('onesLike', options, createOptions);
  return full(x.shape, 1, like(x, options));
};

/**
 * A value repeated in a tensor's shape, dtype and backend.
 * @example
 * await fullLike(tensor([3, 4]), 9).data(); // => [9, 9]
 */
export const fullLike = (x: Tensor, value: number, options: CreateOptions = {}): Tensor => {
  checkTensor('fullLike', x);
  checkOptions('fullLike', options, createOptions);
  return full(x.shape, value, like(x, options));
};

/**
 * Numbers from `start` (included) to `stop` (excluded), `step` apart; from 0 when only one bound is given.
 * @throws {@link ArgumentError} if `step` is 0 or leads away from `stop`, or int32 can't hold the numbers.
 * @example
 * await arange(3).data(); // => [0, 1, 2]
 * await arange(1, 2, 0.5).data(); // => [1, 1.5]
 */
export function arange(start: number, stop?: number, step = 1, options: CreateOptions = {}): Tensor {
  checkOptions('arange', options, createOptions);
  const [from, to] = stop === undefined ? [0, start] : [start, stop];
  const size = Math.max(0, Math.ceil((to - from) / step));
  if (!Number.isFinite(size) || (to - from) * step < 0) {
    throw new ArgumentError('arange', { expected: 'a step other than 0, towards the end', received: step });
  }
  const { backend = currentBackend(), dtype = 'float32' } = options;
  if (size > 0) for (const end of [from, from + (size - 1) * step]) storedNumber('arange', end, dtype);
  return finish(backend, backend.kernels.range(from, step, size, dtype), options);
}

/**
 * `steps` numbers evenly spaced from `start` to `stop`, both included.
 * @throws {@link ArgumentError} if `steps` is not an integer of at least 0.
 * @example
 * await linspace(0, 1, 5).data(); // => [0, 0.25, 0.5, 0.75, 1]
 */
export function linspace(start: number, stop: number, steps: number, options: CreateOptions = {}): Tensor {
  checkOptions('linspace', options, createOptions);
  checkShape('linspace', [steps]);
  const step = steps > 1 ? (stop - start) / (steps - 1) : 0;
  const values = Float32Array.from({ length: steps }, (_, i) =>
    i < steps / 2 ? start + i * step : stop - (steps - 1 - i) * step,
  );
  if (steps === 1) values[0] = start;
  return tensor(values, options);
}

/**
 * `steps` numbers whose logarithms are evenly spaced: base^start to base^stop.
 * @throws {@link ArgumentError} if `steps` is not an integer of at least 0.
 * @example
 * await logspace(0, 2, 3).data(); // => [1, 10, 100]
 */
export function logspace(
  start: number,
  stop: number,
  steps: number,
  base = 10,
  options: CreateOptions = {},
): Tensor {
  checkOptions('logspace', options, createOptions);
  checkShape('logspace', [steps]);
  const step = steps > 1 ? (stop - start) / (steps - 1) : 0;
  return tensor(
    Float32Array.from({ length: steps }, (_, i) => base ** (start + i * step)),
    options,
  );
}

/**
 * The identity matrix, or ones on the diagonal of a rectangle.
 * @example
 * await eye(2).array(); // => [[1, 0], [0, 1]]
 */
export function eye(rows: number, columns: number = rows, options: CreateOptions = {}): Tensor {
  checkOptions('eye', options, createOptions);
  checkShape('eye', [rows, columns]);
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = 1;
  return tensor(values, { dtype: 'float32', ...options, shape: [rows, columns] });
}
