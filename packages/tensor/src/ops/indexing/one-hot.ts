import { ArgumentError, checkOptions, type DType, DTypeError, type OptionTable } from '@neurona/backend';
import { isTensor, type TensorLike } from '../../convert.js';
import { arange, tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import { flattenValues, storeValues } from '../../nested-array.js';
import type { Tensor } from '../../tensor.js';
import { equal } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { unsqueeze } from '../shape/squeeze.js';
import { indexTensor } from './indices.js';

/** Settings of {@link oneHot}. */
export interface OneHotFunctionOptions {
  /** Default int32. */
  readonly dtype?: DType;
}

const oneHotOptions: OptionTable<OneHotFunctionOptions> = { dtype: 'int32' };

/**
 * Rows that are 1 at the given class and 0 elsewhere. A class out of range yields a row of zeros.
 *
 *     y[..., c] = 1 where indices[...] = c, else 0
 *
 * Shape: indices `[...]` → `[..., numClasses]`
 * @param indices - Integers; from JavaScript arrays too.
 * @throws {@link ArgumentError} if `numClasses` is not an integer of at least 1.
 * @throws {@link DTypeError} if a tensor's dtype is not int32, or the indices are booleans.
 * @example
 * await oneHot([0, 2], 3).array(); // => [[1, 0, 0], [0, 0, 1]]
 */
export function oneHot(indices: TensorLike, numClasses: number, options: OneHotFunctionOptions = {}): Tensor {
  checkOptions('oneHot', options, oneHotOptions);
  if (!Number.isInteger(numClasses) || numClasses < 1) {
    throw new ArgumentError('oneHot', { expected: 'numClasses of at least 1', received: numClasses });
  }
  return scoped(() => {
    const classes = classNumbers(indices);
    const all = arange(0, numClasses, 1, { dtype: 'int32', backend: classes.backend });
    return cast(equal(unsqueeze(classes, -1), all), options.dtype ?? 'int32');
  });
}

/** Classes as an int32 tensor; arrays of numbers must hold whole ones. */
function classNumbers(indices: TensorLike): Tensor {
  if (isTensor(indices)) return indexTensor('oneHot', indices);
  const { values, shape, dtype } = flattenValues('oneHot', indices);
  if (dtype === 'bool') {
    throw new DTypeError('oneHot', {
      expected: 'class numbers',
      received: 'booleans',
      hint: "Cast them to 'int32'.",
    });
  }
  const broken = Array.from(values).find((value) => !Number.isInteger(Number(value)));
  if (broken !== undefined) {
    throw new ArgumentError('oneHot', { expected: 'whole class numbers', received: broken });
  }
  return tensor(storeValues('oneHot', values, 'int32') as Int32Array, { shape });
}
