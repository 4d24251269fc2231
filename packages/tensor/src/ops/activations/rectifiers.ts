import {
  ArgumentError,
  broadcastShapes,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Generator } from '../../random/generator.js';
import { uniform } from '../../random/uniform.js';
import type { Tensor } from '../../tensor.js';
import { defineComposite, elementwise } from '../define-composite.js';
import { cast } from '../elementwise/cast.js';

/** Settings of {@link leakyRelu}. */
export interface LeakyReLUFunctionOptions {
  /** The slope below 0, default 0.01. */
  readonly negativeSlope?: number;
}

const leakyReLUOptions: OptionTable<LeakyReLUFunctionOptions> = { negativeSlope: 0.01 };

const leakyReluOp = elementwise<number>('leakyRelu', {
  value: (x, slope) => x.greater(0).where(x, x.mul(slope)),
  slope: (x, _y, slope) => x.greater(0).where(1, slope),
});

/**
 * ReLU with a small slope below 0, element by element.
 *
 *     y = x where x > 0, else a·x        dy/dx = 1, else a
 *
 * Shape: x `[...]` → same shape.
 * @param options - `negativeSlope`, default 0.01.
 * @example
 * await leakyRelu(tensor([-1, 2]), { negativeSlope: 0.2 }).data(); // => [-0.2, 2]
 */
export const leakyRelu = (x: TensorLike, options: LeakyReLUFunctionOptions = {}): Tensor => {
  const { negativeSlope = 0.01 } = checkOptions('leakyRelu', options, leakyReLUOptions);
  return leakyReluOp(x, negativeSlope);
};

const preluOp = defineComposite<readonly [Tensor, Tensor], undefined>({
  name: 'prelu',
  value: ([x, weight]) => x.greater(0).where(x, x.mul(weight)),
  backward: ({ inputs: [x, weight] }, grad, _attrs, needs) => {
    const above = x.greater(0);
    return [
      needs[0] ? grad.mul(above.where(1, weight)) : undefined,
      needs[1] ? grad.mul(above.where(0, x)) : undefined,
    ];
  },
});

/**
 * ReLU whose slope below 0 is learned, element by element.
 *
 *     y = x where x > 0, else a·x        ∂y/∂x = 1, else a; ∂y/∂a = 0, else x
 *
 * Shape: x `[..., C]`, weight `[C]` or `[1]` → `[..., C]`.
 * @param weight - The slopes a: one for all, or one per channel (the last axis).
 * @throws {@link ShapeError} if the weight doesn't broadcast to x.
 * @example
 * await prelu(tensor([[-1, -1], [2, 2]]), tensor([0.1, 0.5])).array(); // => [[-0.1, -0.5], [2, 2]]
 * @see He, Zhang, Ren, Sun, "Delving Deep into Rectifiers", 2015, arXiv:1502.01852
 */
export function prelu(x: TensorLike, weight: TensorLike): Tensor {
  const input = cast(toTensor('prelu', x), 'float32');
  const slope = cast(toTensor('prelu', weight, input), 'float32');
  if (!sameShape(broadcastShapes('prelu', input.shape, slope.shape), input.shape)) {
    throw new ShapeError('prelu', {
      expected: `a weight that broadcasts to ${describeShape(input.shape)}`,
      received: describeShape(slope.shape),
      hint: 'Pass one slope, or one for each channel of the last axis.',
    });
  }
  return preluOp([input, slope], undefined);
}

/** Settings of {@link rrelu}. */
export interface RReLUFunctionOptions {
  /** The least slope below 0, default 1/8. */
  readonly lower?: number;
  /** The greatest slope below 0, default 1/3. */
  readonly upper?: number;
  /** Whether slopes are drawn at random; otherwise all are the mean of the bounds. Default false. */
  readonly training?: boolean;
  /** Where random numbers come from, default the generator that `manualSeed` seeds. */
  readonly rng?: Generator | undefined;
}

const rReLUOptions: OptionTable<RReLUFunctionOptions> = {
  lower: 1 / 8,
  upper: 1 / 3,
  training: false,
  rng: undefined,
};

/**
 * ReLU whose slope below 0 is drawn at random for each element in training.
 *
 *     y = x where x > 0, else a·x        a ~ U(lower, upper); (lower + upper) / 2 when not training
 *
 * Shape: x `[...]` → same shape.
 * @param options - `lower` (default 1/8), `upper` (default 1/3), `training` (default false), `rng`.
 * @throws {@link ArgumentError} unless lower ≤ upper.
 * @example
 * await rrelu(tensor([-1, 2]), { lower: 0.2, upper: 0.4 }).data(); // => [-0.3, 2]
 * @see Xu, Wang, Chen, Li, "Empirical Evaluation of Rectified Activations in Convolutional Network", 2015, arXiv:1505.00853
 */
export function rrelu(x: TensorLike, options: RReLUFunctionOptions = {}): Tensor {
  const {
    lower = 1 / 8,
    upper = 1 / 3,
    training = false,
    rng,
  } = checkOptions('rrelu', options, rReLUOptions);
  if (!(lower <= upper))
    throw new ArgumentError('rrelu', { expected: 'lower ≤ upper', received: [lower, upper] });
  if (!training) return leakyReluOp(x, (lower + upper) / 2);
  const input = cast(toTensor('rrelu', x), 'float32');
  const { backend, shape } = input;
  using slopes = uniform(shape, { low: lower, high: upper, backend, rng });
  return preluOp([input, slopes], undefined);
}

const thresholdOp = elementwise<{ readonly threshold: number; readonly value: number }>('threshold', {
  value: (x, { threshold, value }) => x.lessEqual(threshold).where(value, x),
  slope: (x, _y, { threshold }) => x.lessEqual(threshold).where(0, 1),
});

/**
 * Keeps values above a threshold and replaces the others, element by element.
 *
 *     y = x where x > threshold, else value        dy/dx = 1, else 0
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await threshold(tensor([-1, 0.5, 2]), 1, -9).data(); // => [-9, -9, 2]
 */
export const threshold = (x: TensorLike, limit: number, value: number): Tensor =>
  thresholdOp(x, { threshold: limit, value });
