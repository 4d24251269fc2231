// internal
import { initNormal, LinearMap } from '@neurona/layers';
import { Parameter, scoped, zeros } from '@neurona/tensor';

/**
 * A linear map as published files of GPT-2 have it: the weight is `[in, out]` there too.
 *
 *     y = x · W + b
 */
export class InputFirstLinear extends LinearMap {
  static override readonly kind: string = 'InputFirstLinear';

  readonly weight: Parameter;
  readonly bias: Parameter;

  constructor(inFeatures: number, outFeatures: number, std: number) {
    super();
    this.weight = scoped(() => new Parameter(zeros([inFeatures, outFeatures])));
    this.bias = scoped(() => new Parameter(zeros([outFeatures])));
    initNormal(this.weight, { std });
  }

  override describe(): string {
    return this.weight.shape.join(', ');
  }
}
