// internal
import type { Shape } from '@neurona/backend';
import { Parameter, scoped, uniform } from '@neurona/tensor';

/**
 * PyTorch's initial weights and biases of linear and convolutional layers.
 *
 *     w ~ U(-1/√fanIn, 1/√fanIn)
 */
export function fanInUniform(shape: Shape, fanIn: number): Parameter {
  const bound = 1 / Math.sqrt(fanIn);
  return scoped(() => new Parameter(uniform(shape, { low: -bound, high: bound })));
}
