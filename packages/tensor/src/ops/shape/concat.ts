import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  promoteDTypes,
  resolveAxis,
  ShapeError,
} from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { sliceAxis } from '../indexing/box.js';
import { unsqueeze } from './squeeze.js';

interface Joint {
  readonly axis: number;
  /** Size of each input along the axis. */
  readonly sizes: readonly number[];
}

const concatOp = defineOp<readonly Tensor[], Joint>({
  name: 'concat',
  forward: (kernels, xs, { axis }) => ({ output: kernels.concat(xs, axis) }),
  backward(_saved, grad, { axis, sizes }, needs) {
    let start = 0;
    return sizes.map((size, i) => {
      const part = needs[i] ? sliceAxis(grad, axis, start, size) : undefined;
      start += size;
      return part;
    });
  },
});

/** Settings of {@link concat}. */
export interface ConcatFunctionOptions {
  /** The axis along which tensors are joined, default 0. */
  readonly axis?: number;
}

const concatOptions: OptionTable<ConcatFunctionOptions> = { axis: 0 };

/**
 * Joins tensors along an axis that they have.
 *
 * Shape: `[..., A, ...]`, `[..., B, ...]`, … → `[..., A + B + …, ...]`
 * @throws {@link ShapeError} if the shapes differ on another axis.
 * @throws {@link ArgumentError} if there is nothing to join.
 * @example
 * await concat([tensor([1, 2]), tensor([3])]).data(); // => [1, 2, 3]
 */
export function concat(tensors: readonly TensorLike[], options: ConcatFunctionOptions = {}): Tensor {
  checkOptions('concat', options, concatOptions);
  const xs = alike('concat', tensors);
  const [first] = xs as [Tensor];
  const axis = resolveAxis('concat', options.axis ?? 0, first.ndim);
  for (const [i, x] of xs.entries()) {
    if (x.ndim === first.ndim && x.shape.every((size, k) => k === axis || size === first.shape[k])) continue;
    throw new ShapeError('concat', {
      expected: `shapes that are equal but for axis ${axis}`,
      received: `${describeShape(first.shape)} and ${describeShape(x.shape)}`,
      where: `tensors 0 and ${i}`,
    });
  }
  return concatOp(xs, { axis, sizes: xs.map((x) => x.shape[axis]!) });
}

/** Settings of {@link stack}. */
export interface StackFunctionOptions {
  /** Where the new axis is in the result, default 0. */
  readonly axis?: number;
}

const stackOptions: OptionTable<StackFunctionOptions> = { axis: 0 };

/**
 * Joins tensors of one shape along a new axis.
 *
 * Shape: k times `[...]` → `[..., k, ...]`
 * @throws {@link ShapeError} if the shapes differ.
 * @throws {@link ArgumentError} if there is nothing to join.
 * @example
 * await stack([tensor([1, 2]), tensor([3, 4])]).array(); // => [[1, 2], [3, 4]]
 */
export function stack(tensors: readonly TensorLike[], options: StackFunctionOptions = {}): Tensor {
  checkOptions('stack', options, stackOptions);
  return scoped(() => {
    const xs = alike('stack', tensors);
    const [first] = xs as [Tensor];
    const axis = resolveAxis('stack', options.axis ?? 0, first.ndim + 1);
    for (const [i, x] of xs.entries()) {
      if (describeShape(x.shape) === describeShape(first.shape)) continue;
      throw new ShapeError('stack', {
        expected: 'tensors of one shape',
        received: `${describeShape(first.shape)} and ${describeShape(x.shape)}`,
        where: `tensors 0 and ${i}`,
      });
    }
    return concat(
      xs.map((x) => unsqueeze(x, axis)),
      { axis },
    );
  });
}

/** The operands as tensors of one dtype. */
function alike(subject: string, tensors: readonly TensorLike[]): Tensor[] {
  const xs = checkArgument(subject, 'tensors', tensors, 'list').map((x) => toTensor(subject, x));
  if (xs.length === 0)
    throw new ArgumentError(subject, { expected: 'at least one tensor', received: 'none' });
  const dtype = xs.map((x) => x.dtype).reduce(promoteDTypes);
  return xs.map((x) => cast(x, dtype));
}
