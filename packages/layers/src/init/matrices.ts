import { checkOptions, describeShape, type OptionTable, randomValues, ShapeError } from '@neurona/backend';
import {
  argsort,
  checkGenerator,
  checkTensor,
  defaultGenerator,
  eye,
  isDrawEnabled,
  normal,
  rand,
  type Tensor,
  tensor,
  zeros,
} from '@neurona/tensor';
import { checkShare } from '../check.js';
import { type InitOptions, initOptions } from './distributions.js';
import { overwrite } from './overwrite.js';

/** Settings of {@link initOrthogonal}. */
export interface OrthogonalOptions extends InitOptions {
  /** Length of the vectors, default 1. */
  readonly gain?: number | undefined;
}

/** Settings of {@link initSparse}. */
export interface SparseOptions extends InitOptions {
  /** Standard deviation of the values that are not 0, default 0.01. */
  readonly std?: number | undefined;
}

const orthogonalOptions: OptionTable<OrthogonalOptions> = { ...initOptions, gain: 1 };
const sparseOptions: OptionTable<SparseOptions> = { ...initOptions, std: 0.01 };

/**
 * Orthogonal initialisation: overwrites a weight with orthonormal vectors, which preserve lengths. Returns the weight.
 *
 *     WᵀW = gain² I, or W Wᵀ = gain² I where W is wider than high        W the weight as a matrix [..., out]
 *
 * @param options - `gain` (1), `rng`.
 * @throws {@link ShapeError} if the weight has fewer than two axes.
 * @example
 * const weight = initOrthogonal(new Parameter(zeros([2, 2])));
 * await weight.matmul(weight.t()).array(); // => [[1, 0], [0, 1]]
 * @see Saxe, McClelland, Ganguli, "Exact solutions to the nonlinear dynamics of learning", 2013, arXiv:1312.6120
 */
export function initOrthogonal(parameter: Tensor, options: OrthogonalOptions = {}): Tensor {
  const { gain = 1, rng = defaultGenerator() } = checkOptions('initOrthogonal', options, orthogonalOptions);
  const { shape, size, backend } = checkTensor('initOrthogonal', parameter, 'the weight');
  checkAxes('initOrthogonal', parameter, 'at least two axes', shape.length >= 2);
  if (!isDrawEnabled()) return overwrite(parameter, () => zeros(shape, { backend }));
  const columns = shape.at(-1)!;
  const rows = size / Math.max(1, columns);
  const isTall = rows >= columns;
  const drawn = randomValues('normal', [size], checkGenerator('initOrthogonal', rng).take(size));
  const [count, length] = isTall ? [columns, rows] : [rows, columns];
  const vectors = orthonormal(drawn, count, length);
  const values = new Float32Array(size);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++)
      values[i * columns + j] = gain * (isTall ? vectors[j]![i]! : vectors[i]![j]!);
  }
  return overwrite(parameter, () => tensor(values, { shape, backend }));
}

/** Orthonormal vectors by Gram and Schmidt's method; each is projected twice, to remove rounding errors. */
function orthonormal(drawn: ArrayLike<number>, count: number, length: number): Float64Array[] {
  const vectors: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const vector = Float64Array.from({ length }, (_, i) => drawn[k * length + i]!);
    for (const other of [...vectors, ...vectors]) {
      const along = dot(vector, other);
      for (let i = 0; i < length; i++) vector[i]! -= along * other[i]!;
    }
    const size = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < length; i++) vector[i]! /= size;
    vectors.push(vector);
  }
  return vectors;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/**
 * Overwrites a matrix with the identity, and returns it: outputs are inputs.
 *
 *     W_ij = gain where i = j, else 0
 *
 * @param gain - The value on the diagonal, default 1.
 * @throws {@link ShapeError} if the weight is no matrix.
 * @example
 * await initIdentity(new Parameter(zeros([2, 3]))).array(); // => [[1, 0, 0], [0, 1, 0]]
 */
export function initIdentity(parameter: Tensor, gain = 1): Tensor {
  checkAxes(
    'initIdentity',
    checkTensor('initIdentity', parameter, 'the weight'),
    'two axes',
    parameter.ndim === 2,
  );
  const [rows, columns] = parameter.shape as readonly [number, number];
  return overwrite(parameter, () => eye(rows, columns, { backend: parameter.backend }).mul(gain));
}

/**
 * Sparse initialisation: overwrites a matrix with normal numbers and, in each row, a share of zeros. Returns the weight.
 *
 *     W_ij ~ N(0, std²), 0 at ⌈sparsity · out⌉ elements of each row
 *
 * @param sparsity - The share of zeros, from 0 to 1.
 * @param options - `std` (0.01), `rng`.
 * @throws {@link ShapeError} if the weight is no matrix; {@link ArgumentError} if the share is not from 0 to 1.
 * @example
 * const weight = initSparse(new Parameter(zeros([5, 10])), 0.7);
 * await weight.equal(0).countNonzero().item(); // => 35
 * @see Martens, "Deep learning via Hessian-free optimization", 2010
 */
export function initSparse(parameter: Tensor, sparsity: number, options: SparseOptions = {}): Tensor {
  const { std = 0.01, rng } = checkOptions('initSparse', options, sparseOptions);
  checkAxes(
    'initSparse',
    checkTensor('initSparse', parameter, 'the weight'),
    'two axes',
    parameter.ndim === 2,
  );
  checkShare('initSparse', 'sparsity', sparsity);
  const { shape, backend } = parameter;
  const zeros = Math.ceil(sparsity * shape[1]! - 1e-9); // 0.7 · 10 is a little over 7
  return overwrite(parameter, () => {
    const ranks = argsort(argsort(rand(shape, { rng, backend }), { axis: 1 }), { axis: 1 });
    return ranks.less(zeros).where(0, normal(shape, { std, rng, backend }));
  });
}

function checkAxes(subject: string, parameter: Tensor, requirement: string, isRight: boolean): void {
  if (isRight) return;
  throw new ShapeError(subject, {
    expected: `a weight with ${requirement}`,
    received: describeShape(parameter.shape),
  });
}
