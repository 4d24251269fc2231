import * as ops from '@neurona/tensor';
import type { FunctionRow } from '../kinds/kind.js';

/** `x[...]`: numbers, slices, None, an ellipsis, tensors of places or truth values. */
export const getItem: FunctionRow = (call) => {
  throw new Error(String(call) + String(ops.add));
};
