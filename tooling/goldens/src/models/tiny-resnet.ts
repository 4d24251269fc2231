import { BasicBlock } from '@neurona/cnn';
import { BatchNorm2d, Conv2d, GlobalAvgPool, Linear, Module } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** A ResNet of three basic blocks. */
export class TinyResNet extends Module {
  readonly conv1 = new Conv2d(3, 4, 3, { padding: 1, bias: false });
  readonly bn1 = new BatchNorm2d(4);
  readonly layer1 = new BasicBlock(4, 4);
  readonly layer2 = new BasicBlock(4, 8, 2);
  readonly layer3 = new BasicBlock(8, 8);
  readonly pool = new GlobalAvgPool();
  readonly fc: Linear;

  constructor(classes: number) {
    super();
    this.fc = new Linear(8, classes);
  }

  override forward(x: Tensor): Tensor {
    const y = this.bn1.forward(this.conv1.forward(x)).relu();
    const features = [this.layer1, this.layer2, this.layer3].reduce((z, layer) => layer.forward(z), y);
    return this.fc.forward(this.pool.forward(features));
  }
}
