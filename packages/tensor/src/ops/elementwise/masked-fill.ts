import { checkOptions, type OptionTable } from '@neurona/backend';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { where } from './where.js';

/**
 * Replaces values where a mask is true, element by element.
 *
 *     y = value where mask, else x        ∂y/∂x = 0, else 1
 *
 * Shape: x, mask, value broadcast → their common shape.
 * @param mask - Truth values.
 * @param value - Often a number, such as -Infinity.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await maskedFill(tensor([1, 2]), tensor([true, false]), 9).data(); // => [9, 2]
 */
export function maskedFill(x: TensorLike, mask: TensorLike, value: TensorLike): Tensor {
  return where(mask, value, toTensor('maskedFill', x, undefined, isTensor(mask) ? mask : undefined));
}

/** Settings of {@link nanToNum}: replacements for values that aren't finite. */
export interface NanToNumFunctionOptions {
  /** Replaces NaN, default 0. */
  readonly nan?: number | undefined;
  /** Replaces ∞, default the largest float32. */
  readonly posInf?: number | undefined;
  /** Replaces -∞, default the smallest float32. */
  readonly negInf?: number | undefined;
}

const nanToNumOptions: OptionTable<NanToNumFunctionOptions> = { nan: 0, posInf: 1, negInf: 1 };

const largest = (2 - 2 ** -23) * 2 ** 127;

/**
 * Replaces NaN and infinities with numbers, element by element; there the gradient is 0.
 *
 * Shape: x `[...]` → same shape.
 * @param options - `nan` (default 0), `posInf` and `negInf` (default the extreme float32 numbers).
 * @example
 * await nanToNum(tensor([NaN, 1, Infinity]), { nan: 0.5, posInf: 9 }).data(); // => [0.5, 1, 9]
 */
export function nanToNum(x: TensorLike, options: NanToNumFunctionOptions = {}): Tensor {
  const { nan = 0, posInf = largest, negInf = -largest } = checkOptions('nanToNum', options, nanToNumOptions);
  const input = toTensor('nanToNum', x);
  if (input.dtype !== 'float32') return input;
  return scoped(() => {
    const substitute = input.isNaN().where(nan, input.greater(0).where(posInf, negInf));
    return input.isFinite().where(input, substitute);
  });
}
