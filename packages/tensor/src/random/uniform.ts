import { checkShape, currentBackend, type Shape } from '@neurona/backend';
import { type CreateOptions, finish } from '../create.js';
import { scoped } from '../memory/scope.js';
import type { Tensor } from '../tensor.js';
import { defaultGenerator, type RandomOptions } from './generator.js';

/** Settings of {@link rand}. */
export type RandOptions = Omit<CreateOptions, 'dtype'> & RandomOptions;

/** Settings of {@link uniform}. */
export interface UniformOptions extends RandOptions {
  /** The least value, default 0. */
  readonly low?: number;
  /** The bound above, not reached, default 1. */
  readonly high?: number;
}

/**
 * Random numbers spread evenly over [0, 1).
 *
 * Shape: → `shape`, float32.
 * @example
 * manualSeed(1);
 * (await rand([100]).max().item()) < 1; // => true
 */
export function rand(shape: Shape, options: RandOptions = {}): Tensor {
  const { rng = defaultGenerator(), backend = currentBackend() } = options;
  const size = checkShape('rand', shape).reduce((product, length) => product * length, 1);
  return finish(backend, backend.kernels.random('uniform', shape, rng.take(size)), options);
}

/**
 * Random numbers spread evenly over [low, high).
 *
 * Shape: → `shape`, float32.
 * @example
 * manualSeed(1);
 * (await uniform([100], { low: -2, high: -1 }).max().item()) < -1; // => true
 */
export function uniform(shape: Shape, options: UniformOptions = {}): Tensor {
  const { low = 0, high = 1, requiresGrad = false, ...rest } = options;
  const values = scoped(() => rand(shape, rest).mul(high - low).add(low));
  if (requiresGrad) values.requiresGrad = true;
  return values;
}
