import { Backend, type MemoryInfo } from './backend.js';
import type { DeviceArray } from './device-array.js';
import type { DType, DTypeArrays } from './dtype.js';
import type { Kernels } from './kernels.js';
import { broadcastShapes, type Shape, sizeOf } from './shape.js';

const array = (shape: Shape, dtype: DType = 'float32'): DeviceArray => ({ buffer: {}, shape, dtype });

const like = ({ shape, dtype }: DeviceArray): DeviceArray => array(shape, dtype);

const without = (shape: Shape, axes: readonly number[]): Shape => shape.filter((_, i) => !axes.includes(i));

const both = (a: DeviceArray, b: DeviceArray): Shape => broadcastShapes('ShapeBackend', a.shape, b.shape);

const arithmetic = ['add', 'sub', 'mul', 'div', 'pow', 'maximum', 'minimum', 'remainder', 'atan2'];

const truths = ['isNaN', 'isInf', 'isFinite', 'logicalNot'];

/** The shapes and dtypes that kernels give, and nothing else. */
const kernels: Kernels = {
  fill: (shape, _value, dtype) => array(shape, dtype),
  range: (_start, _step, size, dtype) => array([size], dtype),
  random: (kind, shape) => array(shape, kind === 'bits' ? 'int32' : 'float32'),
  copy: like,
  cast: (x, dtype) => array(x.shape, dtype),
  unary: (op, x) => array(x.shape, truths.includes(op) ? 'bool' : x.dtype),
  binary: (op, a, b) => array(both(a, b), arithmetic.includes(op) ? a.dtype : 'bool'),
  select: (condition, a, b) => array(broadcastShapes('ShapeBackend', condition.shape, both(a, b)), a.dtype),
  reduce: (_op, x, axes) => array(without(x.shape, axes), x.dtype),
  argReduce: (_op, x, axis) => array(without(x.shape, [axis]), 'int32'),
  cumulate: (_op, x) => like(x),
  topK(x, k) {
    const shape = x.shape.with(-1, k);
    return { values: array(shape, x.dtype), indices: array(shape, 'int32') };
  },
  transpose: (x, permutation) =>
    array(
      permutation.map((axis) => x.shape[axis]!),
      x.dtype,
    ),
  broadcastTo: (x, shape) => array(shape, x.dtype),
  slice: (x, _start, size) => array(size, x.dtype),
  pad: (x, padding) =>
    array(
      x.shape.map((size, i) => size + padding[i]![0] + padding[i]![1]),
      x.dtype,
    ),
  concat: (xs, axis) =>
    array(
      xs[0]!.shape.with(
        axis,
        xs.reduce((sum, x) => sum + x.shape[axis]!, 0),
      ),
      xs[0]!.dtype,
    ),
  reverse: (x) => like(x),
  gather: (x, indices, axis) => array(x.shape.with(axis, sizeOf(indices.shape)), x.dtype),
  scatterAdd: (updates, _indices, axis, size) => array(updates.shape.with(axis, size), updates.dtype),
  matmul(a, b, { transposeA = false, transposeB = false }) {
    const leading = broadcastShapes('ShapeBackend', a.shape.slice(0, -2), b.shape.slice(0, -2));
    return array([...leading, a.shape.at(transposeA ? -1 : -2)!, b.shape.at(transposeB ? -2 : -1)!]);
  },
  conv2d: (_x, _w, geometry) => array(geometry.outputShape),
  conv2dInputGrad: (_grad, _w, geometry) => array(geometry.inputShape),
  conv2dFilterGrad: (x, grad, { kernelSize, groups }) =>
    array([...kernelSize, x.shape[3]! / groups, grad.shape[3]!]),
  maxPool2d: (_x, { outputShape }) => ({
    values: array(outputShape),
    indices: array(outputShape, 'int32'),
  }),
  maxPool2dGrad: (_grad, _indices, geometry) => array(geometry.inputShape),
  avgPool2d: (_x, geometry) => array(geometry.outputShape),
  avgPool2dGrad: (_grad, geometry) => array(geometry.inputShape),
  softmax: like,
  logSoftmax: like,
};

/** A device that holds no values: what runs on it costs nothing, and finds out shapes. */
export class ShapeBackend extends Backend {
  override readonly name = 'shapes';
  override readonly description = 'shapes without values';

  constructor() {
    super(kernels);
  }

  override write(_values: unknown, shape: Shape, dtype: DType): DeviceArray {
    return array(shape, dtype);
  }

  override read<D extends DType>(): Promise<DTypeArrays[D]> {
    return Promise.reject(new TypeError('There are no values.'));
  }

  override assign(): void {}

  override free(): void {}

  override memory(): MemoryInfo {
    return { buffers: 0, bytes: 0 };
  }

  override async sync(): Promise<void> {}

  override dispose(): void {
    this.isDisposed = true;
  }
}
