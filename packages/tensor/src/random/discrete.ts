import {
  ArgumentError,
  checkOptions,
  currentBackend,
  describeShape,
  type OptionTable,
  philox,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import { isTensor, type TensorLike, toTensor } from '../convert.js';
import { tensor } from '../create.js';
import { flattenValues, type TensorValues } from '../nested-array.js';
import { cast } from '../ops/elementwise/cast.js';
import { sliceAxis } from '../ops/indexing/box.js';
import { cumsum } from '../ops/reduce/cumulate.js';
import { topK } from '../ops/reduce/sort.js';
import type { Tensor } from '../tensor.js';
import { draw, drawn, type RandomOptions, randomOptions } from './draw.js';
import { checkGenerator, defaultGenerator, type Generator } from './generator.js';

/**
 * Random integers from `low` (included) to `high` (excluded), all equally likely.
 *
 * @param shape - Shape of the result, int32.
 * @throws {@link ArgumentError} unless both bounds are int32 and 0 < high - low < 2^31.
 * @example
 * await randint(0, 10, [4], { rng: new Generator(0) }).data(); // => [1, 7, 2, 4]
 */
export function randint(low: number, high: number, shape: Shape, options: RandomOptions = {}): Tensor {
  checkOptions('randint', options, randomOptions);
  const span = high - low;
  const isInt32 = (low | 0) === low && ((high - 1) | 0) === high - 1;
  if (!isInt32 || span < 1 || span >= 2 ** 31) {
    throw new ArgumentError('randint', {
      expected: 'whole bounds with low < high, less than 2^31 apart',
      received: [low, high],
    });
  }
  return drawn(options, () => draw('randint', 'bits', shape, options).remainder(span).add(low));
}

/** Settings of {@link bernoulli}. */
export interface BernoulliFunctionOptions extends RandomOptions {
  /** Shape of the result; x broadcasts to it. Default that of the probabilities. */
  readonly shape?: Shape;
}

const bernoulliOptions: OptionTable<BernoulliFunctionOptions> = { ...randomOptions, shape: undefined };

/**
 * Random ones, with the given probabilities, and zeros.
 *
 * Shape: p broadcasts to `shape`, by default its own → `shape`, float32.
 * @param p - Probabilities from 0 to 1.
 * @example
 * await bernoulli(tensor([0, 1])).data(); // => [0, 1]
 */
export function bernoulli(p: TensorLike, options: BernoulliFunctionOptions = {}): Tensor {
  checkOptions('bernoulli', options, bernoulliOptions);
  return drawn(options, () => {
    const chances = cast(toTensor('bernoulli', p), 'float32');
    const u = draw('bernoulli', 'uniform', options.shape ?? chances.shape, {
      ...options,
      backend: chances.backend,
    });
    return u.less(chances).cast('float32');
  });
}

/**
 * The numbers 0 to n - 1 in random order, as a plain array: Fisher and Yates's shuffle with numbers drawn on the host.
 * @example
 * permutationArray(4, new Generator(0)); // => [0, 1, 3, 2]
 */
export function permutationArray(n: number, rng: Generator = defaultGenerator()): Int32Array {
  if (!Number.isSafeInteger(n) || n < 0) {
    throw new ArgumentError('permutation', { expected: 'an integer of at least 0', received: n });
  }
  const { seed, offset } = checkGenerator('permutationArray', rng).take(n);
  const words = philox(seed, offset, n);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(((words[i]! >>> 0) / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

const permutationOptions: OptionTable<Omit<RandomOptions, 'requiresGrad'>> = {
  rng: undefined,
  backend: undefined,
};

/**
 * The numbers 0 to n - 1 in random order.
 *
 * Shape: → `[n]`, int32.
 * @throws {@link ArgumentError} if n is not an integer of at least 0.
 * @example
 * await permutation(4, { rng: new Generator(0) }).data(); // => [0, 1, 3, 2]
 */
export function permutation(n: number, options: Omit<RandomOptions, 'requiresGrad'> = {}): Tensor {
  const { rng, backend = currentBackend() } = checkOptions('permutation', options, permutationOptions);
  return tensor(permutationArray(n, rng), { backend });
}

/** Settings of {@link multinomial}. */
export interface MultinomialFunctionOptions extends Omit<RandomOptions, 'requiresGrad' | 'backend'> {
  /** Whether a class may be drawn more than once, default false. */
  readonly replacement?: boolean;
}

const multinomialOptions: OptionTable<MultinomialFunctionOptions> = { replacement: false, rng: undefined };

/**
 * Draws classes with given weights.
 *
 * Shape: weights `[K]` or `[N, K]` → `[count]` or `[N, count]`, int32.
 * @param weights - Finite and at least 0; they need not sum to 1. Where a tensor's row has others, sums to 0, or has not enough
 * classes over 0 left to draw without replacement, -1 is drawn: no class.
 * @param count - How many to draw from each row.
 * @throws {@link ShapeError} if the weights have no or more than two axes.
 * @throws {@link ArgumentError} if `count` is not an integer of at least 1, or is more than K without replacement, or
 * weights in an array are negative or not finite.
 * @example
 * await multinomial(tensor([0, 3, 0]), 2, { replacement: true }).data(); // => [1, 1]
 */
export function multinomial(
  weights: TensorLike,
  count: number,
  options: MultinomialFunctionOptions = {},
): Tensor {
  const { replacement = false } = checkOptions('multinomial', options, multinomialOptions);
  return drawn({}, () => {
    if (!isTensor(weights)) checkWeights(weights);
    const rows = cast(toTensor('multinomial', weights), 'float32');
    if (rows.ndim < 1 || rows.ndim > 2) {
      throw new ShapeError('multinomial', {
        expected: 'weights [K] or [N, K]',
        received: describeShape(rows.shape),
      });
    }
    const classes = rows.shape.at(-1)!;
    if (!Number.isInteger(count) || count < 1 || classes < 1 || (!replacement && count > classes)) {
      throw new ArgumentError('multinomial', {
        expected: replacement ? 'a whole count of at least 1' : `a whole count from 1 to ${classes}`,
        received: count,
        where: `the weights have shape ${describeShape(rows.shape)}`,
        hint: 'Pass { replacement: true } to draw a class more than once.',
      });
    }
    return replacement
      ? drawWithReplacement(rows, count, options)
      : drawWithoutReplacement(rows, count, options);
  });
}

function checkWeights(weights: TensorValues): void {
  const wrong = Array.from(flattenValues('multinomial', weights).values, Number).find(
    (weight) => !(weight >= 0 && weight < Infinity),
  );
  if (wrong === undefined) return;
  throw new ArgumentError('multinomial', { expected: 'finite weights of at least 0', received: wrong });
}

/** Whether all weights of a row are finite and at least 0, `[..., 1]`. */
const areWeights = (rows: Tensor): Tensor =>
  rows.isFinite().logicalAnd(rows.greaterEqual(0)).all({ axis: -1, keepDims: true });

/** The first class whose running sum exceeds a number below the total. */
function drawWithReplacement(rows: Tensor, count: number, { rng }: MultinomialFunctionOptions): Tensor {
  const { backend } = rows;
  const classes = rows.shape.at(-1)!;
  const sums = cumsum(rows);
  const total = sliceAxis(sums, sums.ndim - 1, classes - 1, 1); // [..., 1]
  const shape = [...rows.shape.slice(0, -1), count];
  const below = 1 - 2 ** -23; // so that no product rounds up to the total
  const u = draw('multinomial', 'uniform', shape, { backend, rng }).mul(below).mul(total); // [..., count]
  const passed = u
    .reshape([...shape, 1])
    .greaterEqual(sums.reshape([...rows.shape.slice(0, -1), 1, classes]));
  const isDrawn = areWeights(rows).logicalAnd(total.greater(0)).logicalAnd(total.isFinite());
  return isDrawn.where(passed.sum({ axis: -1 }), -1); // [..., count]
}

/** The classes that come first in a race of exponential clocks whose rates are the weights. */
function drawWithoutReplacement(rows: Tensor, count: number, { rng }: MultinomialFunctionOptions): Tensor {
  const { backend, shape } = rows;
  const u = draw('multinomial', 'uniform', shape, { backend, rng });
  const times = u
    .add(2 ** -25)
    .log()
    .neg()
    .maximum(1e-10);
  const { values, indices } = topK(rows.div(times), count);
  return areWeights(rows).logicalAnd(values.greater(0)).where(indices, -1);
}
