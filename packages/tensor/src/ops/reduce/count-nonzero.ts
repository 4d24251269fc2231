import { checkOptions } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import type { ReduceFunctionOptions } from './reduce.js';
import { reduceOptions } from './reduce.js';

/**
 * How many values are not 0, over axes; NaN counts.
 *
 * Shape: x `[...]` → without the reduced axes, int32.
 * @param options - `axis` (default all), `keepDims` (default false).
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * await countNonzero(tensor([[0, 2], [3, 4]]), { axis: 1 }).data(); // => [1, 2]
 */
export const countNonzero = (x: TensorLike, options: ReduceFunctionOptions = {}): Tensor => {
  checkOptions('countNonzero', options, reduceOptions);
  return scoped(() => toTensor('countNonzero', x).cast('bool').sum(options));
};
