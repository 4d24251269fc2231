import {
  broadcastShapes,
  checkOptions,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
  sizeOf,
} from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { mul } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { reshape } from '../shape/reshape.js';
import { integerProduct } from './integer-product.js';

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const matmulOp: Op<readonly [Tensor, Tensor], Transposes> = defineOp({
  name: 'matmul',
  forward: (kernels, [a, b], transposes) => ({ output: kernels.matmul(a, b, transposes), saved: [a, b] }),
  // Y = A B:  ∂L/∂A = G Bᵀ, ∂L/∂B = Aᵀ G; of a transposed operand the transpose of that.
  backward: ([a, b], grad, { transposeA, transposeB }, needs) => [
    needs[0]
      ? transposeA
        ? product(b!, grad, transposeB, true)
        : product(grad, b!, false, !transposeB)
      : undefined,
    needs[1]
      ? transposeB
        ? product(grad, a!, true, transposeA)
        : product(a!, grad, !transposeA, false)
      : undefined,
  ],
});

/**
 * @internal Product of the last two axes of tensors of at least two axes, both float32 or int32, either transposed; batches
 * broadcast.
 */
export function product(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  if (a.dtype === 'int32') return integerProduct(a, b, transposeA, transposeB);
  return matmulOp([a, b], { transposeA, transposeB });
}

/** @internal Operands of a product: int32 where both are, else float32. */
export const factors = (subject: string, a: TensorLike, b: TensorLike): [Tensor, Tensor] => {
  const left = toTensor(subject, a);
  const right = toTensor(subject, b, left);
  if (left.dtype === 'int32' && right.dtype === 'int32') return [left, right];
  return [cast(left, 'float32'), cast(right, 'float32')];
};

/** Settings of {@link matmul}. */
export interface MatmulFunctionOptions {
  /** Whether the last two axes of a are swapped first, default false. Costs nothing. */
  readonly transposeA?: boolean;
  /** Whether the last two axes of b are swapped first, default false. Costs nothing. */
  readonly transposeB?: boolean;
}

const matmulSettings: OptionTable<MatmulFunctionOptions> = { transposeA: false, transposeB: false };

/**
 * Matrix product over the last axis of a and the last but one of b; leading axes broadcast. A vector a is a row, a vector b a
 * column, and the axis made for that is taken away again.
 *
 *     y_ij = Σ_k a_ik · b_kj
 *
 * Shape: a `[..., M, K]`, b `[..., K, N]` → `[..., M, N]`; `[K]`, `[K]` → `[]`. int32 times int32 is exact int32; otherwise the
 * result is float32.
 * @throws {@link ShapeError} if the sizes of the summed axis differ, leading axes don't broadcast, or an operand is a scalar.
 * @example
 * await matmul(tensor([[1, 2], [3, 4]]), tensor([1, 10])).data(); // => [21, 43]
 * matmul(ones([5, 2, 3]), ones([4, 3]), { transposeB: true }).shape; // => [5, 2, 4]
 */
export function matmul(a: TensorLike, b: TensorLike, options: MatmulFunctionOptions = {}): Tensor {
  const { transposeA = false, transposeB = false } = checkOptions('matmul', options, matmulSettings);
  const [left, right] = factors('matmul', a, b);
  checkOperands(left.shape, right.shape, left.ndim > 1 && transposeA, right.ndim > 1 && transposeB);
  if (left.ndim === right.ndim && left.ndim > 1) return product(left, right, transposeA, transposeB);
  return scoped(() => unequalRanks(left, right, transposeA, transposeB));
}

function unequalRanks(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  if (a.ndim === 1) {
    const y = matmul(reshape(a, [1, a.size]), b, { transposeB: b.ndim > 1 && transposeB }); // [..., 1, N] or [1]
    return reshape(y, b.ndim === 1 ? [] : y.shape.toSpliced(-2, 1));
  }
  if (b.ndim === 1) {
    const y = matmul(a, reshape(b, [b.size, 1]), { transposeA }); // [..., M, 1]
    return reshape(y, y.shape.slice(0, -1));
  }
  if (b.ndim === 2 && !transposeA) {
    const rows = reshape(a, [sizeOf(a.shape.slice(0, -1)), a.shape.at(-1)!]);
    const y = product(rows, b, false, transposeB); // all batches at once
    return reshape(y, [...a.shape.slice(0, -1), y.shape[1]!]);
  }
  const ndim = Math.max(a.ndim, b.ndim);
  const align = (x: Tensor): Tensor => reshape(x, [...new Array<number>(ndim - x.ndim).fill(1), ...x.shape]);
  return product(align(a), align(b), transposeA, transposeB);
}

function checkOperands(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): void {
  if (a.length === 0 || b.length === 0) {
    throw new ShapeError('matmul', {
      expected: 'operands of at least one axis',
      received: `${describeShape(a)} and ${describeShape(b)}`,
      hint: 'Use mul(a, b) to multiply by a number.',
    });
  }
  const summedA = a.at(transposeA ? -2 : -1)!;
  const summedB = b.length === 1 ? b[0]! : b.at(transposeB ? -1 : -2)!;
  if (summedA !== summedB) {
    throw new ShapeError('matmul', {
      expected: `a matrix b of ${summedA} rows`,
      received: summedB,
      where: `a has shape ${describeShape(a)}${transposeA ? ' transposed' : ''}, b has shape ${describeShape(b)}${transposeB ? ' transposed' : ''}`,
      hint: 'The last axis of a and the last but one of b must be equal.',
    });
  }
  broadcastShapes('matmul', a.slice(0, -2), b.slice(0, -2));
}

function checkRanks(
  subject: string,
  form: string,
  tensors: readonly Tensor[],
  ndims: readonly number[],
): void {
  if (tensors.every((x, i) => x.ndim === ndims[i])) return;
  throw new ShapeError(subject, {
    expected: form,
    received: tensors.map((x) => describeShape(x.shape)).join(' and '),
    hint: 'Use matmul(a, b) for other ranks.',
  });
}

/**
 * Product of two matrices.
 *
 *     y_ij = Σ_k a_ik · b_kj
 *
 * Shape: a `[M, K]`, b `[K, N]` → `[M, N]`
 * @throws {@link ShapeError} if an operand is no matrix or the sizes of the summed axis differ.
 * @example
 * await mm(tensor([[1, 2]]), tensor([[3], [4]])).array(); // => [[11]]
 */
export function mm(a: TensorLike, b: TensorLike): Tensor {
  const operands = factors('mm', a, b);
  checkRanks('mm', 'two matrices', operands, [2, 2]);
  return matmul(...operands);
}

/**
 * Products of matrices, batch by batch.
 *
 *     y_nij = Σ_k a_nik · b_nkj
 *
 * Shape: a `[N, M, K]`, b `[N, K, P]` → `[N, M, P]`
 * @throws {@link ShapeError} if an operand doesn't have three axes or sizes differ.
 * @example
 * bmm(ones([8, 2, 3]), ones([8, 3, 4])).shape; // => [8, 2, 4]
 */
export function bmm(a: TensorLike, b: TensorLike): Tensor {
  const operands = factors('bmm', a, b);
  checkRanks('bmm', 'two batches of matrices', operands, [3, 3]);
  if (operands[0].shape[0] !== operands[1].shape[0]) {
    throw new ShapeError('bmm', {
      expected: `a batch b of ${operands[0].shape[0]} matrices`,
      received: operands[1].shape[0],
      where: `a has shape ${describeShape(operands[0].shape)}, b has shape ${describeShape(operands[1].shape)}`,
      hint: 'Use matmul(a, b) to broadcast batches.',
    });
  }
  return matmul(...operands);
}

/**
 * Product of a matrix and a vector.
 *
 *     y_i = Σ_k a_ik · x_k
 *
 * Shape: a `[M, K]`, x `[K]` → `[M]`
 * @throws {@link ShapeError} if the operands are no matrix and vector or the sizes of the summed axis differ.
 * @example
 * await mv(tensor([[1, 2], [3, 4]]), tensor([1, 10])).data(); // => [21, 43]
 */
export function mv(a: TensorLike, x: TensorLike): Tensor {
  const operands = factors('mv', a, x);
  checkRanks('mv', 'a matrix and a vector', operands, [2, 1]);
  return matmul(...operands);
}

/**
 * Inner product of two vectors.
 *
 *     y = Σ_k a_k · b_k
 *
 * Shape: a `[K]`, b `[K]` → `[]`
 * @throws {@link ShapeError} if an operand is no vector or the sizes differ.
 * @example
 * await dot(tensor([1, 2]), tensor([3, 4])).item(); // => 11
 */
export function dot(a: TensorLike, b: TensorLike): Tensor {
  const operands = factors('dot', a, b);
  checkRanks('dot', 'two vectors', operands, [1, 1]);
  return matmul(...operands);
}

/**
 * All products of elements of two vectors.
 *
 *     y_ij = a_i · b_j
 *
 * Shape: a `[M]`, b `[N]` → `[M, N]`
 * @throws {@link ShapeError} if an operand is no vector.
 * @example
 * await outer(tensor([1, 2]), tensor([3, 4])).array(); // => [[3, 4], [6, 8]]
 */
export function outer(a: TensorLike, b: TensorLike): Tensor {
  return scoped(() => {
    const left = toTensor('outer', a);
    const right = toTensor('outer', b, left);
    checkRanks('outer', 'two vectors', [left, right], [1, 1]);
    return mul(reshape(left, [left.size, 1]), right);
  });
}
