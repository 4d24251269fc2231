import { checkArgument } from '@neurona/backend';
import { quantizedLinears, type Tensor } from '@neurona/tensor';
import { type AnyModule, checkModule } from '../module.js';
import { QuantizedLinear } from './quantized-linear.js';

/**
 * What several layers make of the same x. Quantised linear layers do it in one kernel, unless one of them has hooks.
 *
 * Shape: x, the input of each layer → the output of each.
 * @param layers - Layers of one input.
 * @throws {@link ArgumentError} if there is one that is none; as `forward` of the layers.
 * @example
 * const [q, k] = forwardEach([new Linear(4, 8), new Linear(4, 2)], ones([3, 4]));
 * q.shape; // => [3, 8]
 * k.shape; // => [3, 2]
 */
export function forwardEach(layers: readonly AnyModule[], x: Tensor): Tensor[] {
  checkArgument('forwardEach', 'layers', layers, 'list');
  if (layers.every(isQuantized)) return quantizedLinears(x, layers);
  return layers.map((layer): Tensor => checkModule('forwardEach', layer).forward(x));
}

/** Whether a layer does what `QuantizedLinear` does, and no more: one with hooks has a `forward` of its own. */
const isQuantized = (layer: AnyModule): layer is QuantizedLinear =>
  layer instanceof QuantizedLinear && layer.forward === QuantizedLinear.prototype.forward;
