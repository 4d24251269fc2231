import { checkOptions, type OptionTable, type Shape } from '@neurona/backend';
import { checkTensor, normal, type Tensor, uniform } from '@neurona/tensor';
import { type InitOptions, initOptions } from './distributions.js';
import { fansOf } from './fans.js';
import { gainOf, type Nonlinearity } from './gain.js';
import { overwrite } from './overwrite.js';

/** Settings of {@link initXavierUniform} and {@link initXavierNormal}. */
export interface XavierOptions extends InitOptions {
  /** Factor for the activation that follows, default 1; see {@link gainOf}. */
  readonly gain?: number | undefined;
}

/** Settings of {@link initKaimingUniform} and {@link initKaimingNormal}. */
export interface KaimingOptions extends InitOptions {
  /** Whether to preserve the variance of activations (`'fanIn'`, default) or of gradients (`'fanOut'`). */
  readonly mode?: 'fanIn' | 'fanOut' | undefined;
  /** The activation that follows, default `'leakyRelu'`. */
  readonly nonlinearity?: Nonlinearity | undefined;
  /** Its negative slope, for `'leakyRelu'`. Default 0, as for ReLU. */
  readonly negativeSlope?: number | undefined;
}

const xavierOptions: OptionTable<XavierOptions> = { ...initOptions, gain: 1 };
const kaimingOptions: OptionTable<KaimingOptions> = {
  ...initOptions,
  mode: 'fanIn',
  nonlinearity: 'leakyRelu',
  negativeSlope: 0,
};

const spreadEvenly = (parameter: Tensor, std: number, { rng }: InitOptions): Tensor => {
  const bound = Math.sqrt(3) * std;
  return overwrite(parameter, () =>
    uniform(parameter.shape, { low: -bound, high: bound, rng, backend: parameter.backend }),
  );
};

const spreadNormally = (parameter: Tensor, std: number, { rng }: InitOptions): Tensor =>
  overwrite(parameter, () => normal(parameter.shape, { std, rng, backend: parameter.backend }));

/**
 * The standard deviation of Xavier's initialisation.
 *
 *     std = gain · √(2 / (fanIn + fanOut))
 *
 * @param shape - `[in, out]` or `[...kernel, in, out]`.
 * @throws {@link ShapeError} if there are fewer than two axes.
 * @example
 * xavierStd([6, 2]); // => 0.5
 */
export function xavierStd(shape: Shape, options: XavierOptions = {}): number {
  const { gain = 1 } = checkOptions('xavierStd', options, xavierOptions);
  const { fanIn, fanOut } = fansOf(shape);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

/**
 * The standard deviation of Kaiming's initialisation.
 *
 *     std = gain / √fan
 *
 * @param shape - `[in, out]` or `[...kernel, in, out]`.
 * @param options - `mode` ('fanIn'), `nonlinearity` ('leakyRelu'), `negativeSlope` (0).
 * @throws {@link ShapeError} if there are fewer than two axes; {@link ArgumentError} if the nonlinearity is unknown.
 * @example
 * kaimingStd([8, 2]); // => 0.5
 */
export function kaimingStd(shape: Shape, options: KaimingOptions = {}): number {
  const {
    mode = 'fanIn',
    nonlinearity = 'leakyRelu',
    negativeSlope = 0,
  } = checkOptions('kaimingStd', options, kaimingOptions);
  const fans = fansOf(shape);
  return gainOf(nonlinearity, negativeSlope) / Math.sqrt(mode === 'fanOut' ? fans.fanOut : fans.fanIn);
}

/**
 * Xavier (Glorot) initialisation with uniform numbers: preserves the variance of activations and gradients. Returns the weight.
 *
 *     w ~ U(-b, b)        b = gain · √(6 / (fanIn + fanOut))
 *
 * @param options - `gain` (1), `rng`.
 * @throws {@link ShapeError} if the weight has fewer than two axes.
 * @example
 * const { weight } = new Linear(3, 3);
 * (await initXavierUniform(weight).abs().max().item()) <= 1; // => true
 * @see Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010
 */
export const initXavierUniform = (parameter: Tensor, options: XavierOptions = {}): Tensor => {
  checkOptions('initXavierUniform', options, xavierOptions);
  checkTensor('initXavierUniform', parameter, 'the weight');
  return spreadEvenly(parameter, xavierStd(parameter.shape, options), options);
};

/**
 * Xavier (Glorot) initialisation with normal numbers: preserves the variance of activations and gradients. Returns the weight.
 *
 *     w ~ N(0, s²)        s = gain · √(2 / (fanIn + fanOut))
 *
 * @param options - `gain` (1), `rng`.
 * @throws {@link ShapeError} if the weight has fewer than two axes.
 * @example
 * initXavierNormal(new Linear(3, 3).weight).shape; // => [3, 3]
 * @see Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010
 */
export const initXavierNormal = (parameter: Tensor, options: XavierOptions = {}): Tensor => {
  checkOptions('initXavierNormal', options, xavierOptions);
  checkTensor('initXavierNormal', parameter, 'the weight');
  return spreadNormally(parameter, xavierStd(parameter.shape, options), options);
};

/**
 * Kaiming (He) initialisation with uniform numbers: preserves the variance through ReLU layers. Returns the weight.
 *
 *     w ~ U(-b, b)        b = gain · √(3 / fan)
 *
 * @param options - `mode` ('fanIn'), `nonlinearity` ('leakyRelu'), `negativeSlope` (0), `rng`.
 * @throws {@link ShapeError} if the weight has fewer than two axes; {@link ArgumentError} if the nonlinearity is unknown.
 * @example
 * const { weight } = new Linear(6, 3);
 * (await initKaimingUniform(weight).abs().max().item()) <= 1; // => true
 * @see He et al., "Delving Deep into Rectifiers", 2015, arXiv:1502.01852
 */
export const initKaimingUniform = (parameter: Tensor, options: KaimingOptions = {}): Tensor => {
  checkOptions('initKaimingUniform', options, kaimingOptions);
  checkTensor('initKaimingUniform', parameter, 'the weight');
  return spreadEvenly(parameter, kaimingStd(parameter.shape, options), options);
};

/**
 * Kaiming (He) initialisation with normal numbers: preserves the variance through ReLU layers. Returns the weight.
 *
 *     w ~ N(0, s²)        s = gain / √fan
 *
 * @param options - `mode` ('fanIn'), `nonlinearity` ('leakyRelu'), `negativeSlope` (0), `rng`.
 * @throws {@link ShapeError} if the weight has fewer than two axes; {@link ArgumentError} if the nonlinearity is unknown.
 * @example
 * initKaimingNormal(new Conv2d(1, 8, 3).weight, { mode: 'fanOut', nonlinearity: 'relu' }).shape; // => [3, 3, 1, 8]
 * @see He et al., "Delving Deep into Rectifiers", 2015, arXiv:1502.01852
 */
export const initKaimingNormal = (parameter: Tensor, options: KaimingOptions = {}): Tensor => {
  checkOptions('initKaimingNormal', options, kaimingOptions);
  checkTensor('initKaimingNormal', parameter, 'the weight');
  return spreadNormally(parameter, kaimingStd(parameter.shape, options), options);
};

/**
 * LeCun initialisation with uniform numbers of variance 1 / fanIn. Returns the weight.
 *
 *     w ~ U(-b, b)        b = √(3 / fanIn)
 *
 * @throws {@link ShapeError} if the weight has fewer than two axes.
 * @example
 * const { weight } = new Linear(3, 3);
 * (await initLeCunUniform(weight).abs().max().item()) <= 1; // => true
 * @see LeCun et al., "Efficient BackProp", 1998
 */
export const initLeCunUniform = (parameter: Tensor, options: InitOptions = {}): Tensor => {
  checkOptions('initLeCunUniform', options, initOptions);
  checkTensor('initLeCunUniform', parameter, 'the weight');
  return spreadEvenly(parameter, kaimingStd(parameter.shape, { nonlinearity: 'linear' }), options);
};

/**
 * LeCun initialisation with normal numbers of variance 1 / fanIn, as SELU requires. Returns the weight.
 *
 *     w ~ N(0, 1 / fanIn)
 *
 * @throws {@link ShapeError} if the weight has fewer than two axes.
 * @example
 * initLeCunNormal(new Linear(3, 3).weight).shape; // => [3, 3]
 * @see LeCun et al., "Efficient BackProp", 1998
 */
export const initLeCunNormal = (parameter: Tensor, options: InitOptions = {}): Tensor => {
  checkOptions('initLeCunNormal', options, initOptions);
  checkTensor('initLeCunNormal', parameter, 'the weight');
  return spreadNormally(parameter, kaimingStd(parameter.shape, { nonlinearity: 'linear' }), options);
};
