import {
  broadcastShapes,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { add, mul } from '../elementwise/binary.js';
import { bmm, mm } from './matmul.js';

/** Settings of {@link addmm} and {@link baddbmm}. */
export interface AddmmFunctionOptions {
  /** Factor of the product, default 1. */
  readonly alpha?: number;
  /** Factor of what is added, default 1. */
  readonly beta?: number;
}

const addmmOptions: OptionTable<AddmmFunctionOptions> = { alpha: 1, beta: 1 };

function addProduct(
  subject: string,
  product: typeof mm,
  [input, a, b]: readonly [TensorLike, TensorLike, TensorLike],
  { alpha = 1, beta = 1 }: AddmmFunctionOptions,
): Tensor {
  return scoped(() => {
    const y = product(a, b);
    const added = toTensor(subject, input, y);
    if (!sameShape(broadcastShapes(subject, added.shape, y.shape), y.shape)) {
      throw new ShapeError(subject, {
        expected: `an input that broadcasts to ${describeShape(y.shape)}`,
        received: describeShape(added.shape),
        where: 'the shape of the product',
      });
    }
    return add(beta === 1 ? added : mul(added, beta), alpha === 1 ? y : mul(y, alpha));
  });
}

/**
 * Product of two matrices, scaled, and added to another.
 *
 *     y = beta · input + alpha · a b
 *
 * Shape: input broadcasts to `[M, N]`, a `[M, K]`, b `[K, N]` → `[M, N]`
 * @throws {@link ShapeError} if a or b is no matrix or the shapes don't agree.
 * @example
 * await addmm(tensor([10, 20]), tensor([[1, 2]]), tensor([[1, 0], [0, 1]])).array(); // => [[11, 22]]
 */
export const addmm = (
  input: TensorLike,
  a: TensorLike,
  b: TensorLike,
  options: AddmmFunctionOptions = {},
): Tensor => {
  checkOptions('addmm', options, addmmOptions);
  return addProduct('addmm', mm, [input, a, b], options);
};

/**
 * Products of batches of matrices, scaled, and added to others.
 *
 *     y_n = beta · input_n + alpha · a_n b_n
 *
 * Shape: input broadcasts to `[N, M, P]`, a `[N, M, K]`, b `[N, K, P]` → `[N, M, P]`
 * @throws {@link ShapeError} if a or b is no batch of matrices or the shapes don't agree.
 * @example
 * baddbmm(ones([8, 2, 4]), ones([8, 2, 3]), ones([8, 3, 4]), { beta: 0.5 }).shape; // => [8, 2, 4]
 */
export const baddbmm = (
  input: TensorLike,
  a: TensorLike,
  b: TensorLike,
  options: AddmmFunctionOptions = {},
): Tensor => {
  checkOptions('baddbmm', options, addmmOptions);
  return addProduct('baddbmm', bmm, [input, a, b], options);
};
