import { linear, type Parameter, type Tensor } from '@neurona/tensor';
import { checkLastAxis } from '../check.js';
import { Module } from '../module.js';

/**
 * A layer that is a linear map of the last axis: what {@link quantize} rounds.
 *
 *     y = x · W + b
 *
 * Shape: x `[..., in]` → `[..., out]`. Parameters: weight `[in, out]`, bias `[out]` or none.
 */
export abstract class LinearMap extends Module {
  static override readonly kind: string = 'LinearMap';

  abstract readonly weight: Parameter;
  abstract readonly bias: Parameter | undefined;

  override forward(x: Tensor): Tensor {
    checkLastAxis(this.kind, x, this.weight.shape[0]!);
    return linear(x, this.weight, this.bias);
  }
}
