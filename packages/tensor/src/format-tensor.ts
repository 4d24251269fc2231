import { checkTensor } from './convert.js';
import { formatValues } from './print.js';
import type { Tensor } from './tensor.js';

/**
 * The values of a tensor as NumPy prints them: aligned, four digits, the middle of long axes left out.
 * @example
 * await formatTensor(tensor([[1, 2.5], [3, 4]])); // => 'tensor([[1.0000, 2.5000],\n        [3.0000, 4.0000]])'
 */
export async function formatTensor(tensor: Tensor): Promise<string> {
  return formatValues(await checkTensor('formatTensor', tensor).data(), tensor.shape, tensor.dtype);
}
