// internal
import { BatchNorm2d, Conv2d, type Conv2dOptions, Module } from '@neurona/layers';
import type { Pair, Tensor } from '@neurona/tensor';
import { inTurn, relu } from './in-turn.js';

/** A convolution without bias, batch norm and relu: what the Inception networks are made of. */
export class BasicConv2d extends Module {
  static override readonly kind: string = 'BasicConv2d';

  readonly conv: Conv2d;
  readonly bn: BatchNorm2d;

  constructor(inChannels: number, outChannels: number, kernelSize: Pair, options: Conv2dOptions = {}) {
    super();
    this.conv = new Conv2d(inChannels, outChannels, kernelSize, { ...options, bias: false });
    this.bn = new BatchNorm2d(outChannels, { eps: 0.001 });
  }

  override forward(x: Tensor): Tensor {
    return inTurn(x, this.conv, this.bn, relu);
  }
}
