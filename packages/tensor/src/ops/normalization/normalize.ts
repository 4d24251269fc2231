import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { floatInput } from './affine-operands.js';

/** Settings of {@link normalize}. */
export interface NormalizeFunctionOptions {
  /** Order of the norm, default 2. */
  readonly p?: number;
  /** The axis that holds the vectors' elements, default the last. */
  readonly axis?: number;
  /** The smallest divisor, above 0. Default 1e-12. */
  readonly eps?: number;
}

const normalizeOptions: OptionTable<NormalizeFunctionOptions> = { p: 2, axis: -1, eps: 1e-12 };

/**
 * Divides vectors by their length.
 *
 *     y = x / max(‖x‖, eps)
 *
 * Shape: x `[...]` → same shape.
 * @param options - `p` (2), `axis` (the last), `eps` (1e-12).
 * @throws {@link ShapeError} if the axis isn't there; {@link ArgumentError} unless eps > 0.
 * @example
 * await normalize(tensor([3, 4])).data(); // => [0.6, 0.8]
 */
export function normalize(x: TensorLike, options: NormalizeFunctionOptions = {}): Tensor {
  const { p = 2, axis = -1, eps = 1e-12 } = checkOptions('normalize', options, normalizeOptions);
  const input = floatInput('normalize', x);
  if (!(eps > 0)) throw new ArgumentError('normalize', { expected: 'eps > 0', received: eps });
  return scoped(() => input.div(input.norm({ p, axis, keepDims: true }).clamp({ min: eps })));
}
