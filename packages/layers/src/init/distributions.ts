import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  full,
  type Generator,
  type NormalFunctionOptions,
  normal,
  type Tensor,
  type TruncatedNormalFunctionOptions,
  truncatedNormal,
  type UniformFunctionOptions,
  uniform,
} from '@neurona/tensor';
import { overwrite } from './overwrite.js';

/** Settings of all random initialisers. */
export interface InitOptions {
  /** Where random numbers come from, default the generator that `manualSeed` seeds. */
  readonly rng?: Generator | undefined;
}

/** @internal */
export const initOptions: OptionTable<InitOptions> = { rng: undefined };

/** Settings of {@link initUniform}. */
export type InitUniformOptions = Pick<UniformFunctionOptions, 'low' | 'high' | 'rng'>;

const initUniformOptions: OptionTable<InitUniformOptions> = { ...initOptions, low: 0, high: 1 };

/** Settings of {@link initNormal}. */
export type InitNormalOptions = Pick<NormalFunctionOptions, 'mean' | 'std' | 'rng'>;

const initNormalOptions: OptionTable<InitNormalOptions> = { ...initOptions, mean: 0, std: 1 };

/** Settings of {@link initTruncatedNormal}. */
export type InitTruncatedNormalOptions = Pick<
  TruncatedNormalFunctionOptions,
  'mean' | 'std' | 'low' | 'high' | 'rng'
>;

const initTruncatedNormalOptions: OptionTable<InitTruncatedNormalOptions> = {
  ...initOptions,
  mean: 0,
  std: 1,
  low: -2,
  high: 2,
};

/**
 * Overwrites a parameter with one value, and returns it.
 *
 *     w = value
 *
 * @example
 * await initConstant(new Parameter(tensor([1, 2])), 0.5).data(); // => [0.5, 0.5]
 */
export const initConstant = (parameter: Tensor, value: number): Tensor =>
  overwrite(parameter, () => full(parameter.shape, value, { backend: parameter.backend }));

/**
 * Overwrites a parameter with uniform random numbers, and returns it.
 *
 *     w ~ U(low, high)
 *
 * @param options - `low` (0), `high` (1), `rng`.
 * @throws {@link ArgumentError} unless low ≤ high.
 * @example
 * await initUniform(new Parameter(tensor([1, 2])), { low: 3, high: 3 }).data(); // => [3, 3]
 */
export const initUniform = (parameter: Tensor, options: InitUniformOptions = {}): Tensor => {
  checkOptions('initUniform', options, initUniformOptions);
  return overwrite(parameter, () => uniform(parameter.shape, { ...options, backend: parameter.backend }));
};

/**
 * Overwrites a parameter with normal random numbers, and returns it.
 *
 *     w ~ N(mean, std²)
 *
 * @param options - `mean` (0), `std` (1), `rng`.
 * @throws {@link ArgumentError} unless std ≥ 0.
 * @example
 * await initNormal(new Parameter(tensor([1, 2])), { mean: 3, std: 0 }).data(); // => [3, 3]
 */
export const initNormal = (parameter: Tensor, options: InitNormalOptions = {}): Tensor => {
  checkOptions('initNormal', options, initNormalOptions);
  return overwrite(parameter, () => normal(parameter.shape, { ...options, backend: parameter.backend }));
};

/**
 * Overwrites a parameter with normal random numbers between two bounds, and returns it.
 *
 *     w ~ N(mean, std²), given low ≤ w ≤ high
 *
 * @param options - `mean` (0), `std` (1), `low` (-2), `high` (2), `rng`. The bounds are values, not standard deviations.
 * @throws {@link ArgumentError} unless std > 0 and low < high.
 * @example
 * const weight = initTruncatedNormal(new Parameter(zeros([100])), { std: 5 });
 * (await weight.abs().max().item()) <= 2; // => true
 */
export const initTruncatedNormal = (parameter: Tensor, options: InitTruncatedNormalOptions = {}): Tensor => {
  checkOptions('initTruncatedNormal', options, initTruncatedNormalOptions);
  return overwrite(parameter, () =>
    truncatedNormal(parameter.shape, { ...options, backend: parameter.backend }),
  );
};
