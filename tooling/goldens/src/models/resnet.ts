import { BatchNorm2d, Conv2d, GlobalAvgPool, Linear, MaxPool2d, Module, Sequential } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** A convolution without bias, padded so that stride 1 keeps the size. */
export const conv = (inputs: number, outputs: number, kernelSize: number, stride = 1): Conv2d =>
  new Conv2d(inputs, outputs, kernelSize, { stride, padding: (kernelSize - 1) / 2, bias: false });

/** The way around a block: undefined where its input fits as it is. */
const shortcut = (inputs: number, outputs: number, stride: number): Sequential | undefined =>
  stride === 1 && inputs === outputs
    ? undefined
    : new Sequential(conv(inputs, outputs, 1, stride), new BatchNorm2d(outputs));

/** ResNet's block of two convolutions. */
export class BasicBlock extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Sequential | undefined;

  constructor(inputs: number, planes: number, stride = 1) {
    super();
    this.conv1 = conv(inputs, planes, 3, stride);
    this.bn1 = new BatchNorm2d(planes);
    this.conv2 = conv(planes, planes, 3);
    this.bn2 = new BatchNorm2d(planes);
    this.downsample = shortcut(inputs, planes, stride);
  }

  override forward(x: Tensor): Tensor {
    const y = this.bn1.forward(this.conv1.forward(x)).relu();
    const z = this.bn2.forward(this.conv2.forward(y));
    return z.add(this.downsample?.forward(x) ?? x).relu();
  }
}

/** ResNet's block of three convolutions, narrow in the middle. */
export class Bottleneck extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly downsample: Sequential | undefined;

  constructor(inputs: number, planes: number, stride = 1) {
    super();
    this.conv1 = conv(inputs, planes, 1);
    this.bn1 = new BatchNorm2d(planes);
    this.conv2 = conv(planes, planes, 3, stride);
    this.bn2 = new BatchNorm2d(planes);
    this.conv3 = conv(planes, 4 * planes, 1);
    this.bn3 = new BatchNorm2d(4 * planes);
    this.downsample = shortcut(inputs, 4 * planes, stride);
  }

  override forward(x: Tensor): Tensor {
    const y = this.bn1.forward(this.conv1.forward(x)).relu();
    const z = this.bn2.forward(this.conv2.forward(y)).relu();
    return this.bn3
      .forward(this.conv3.forward(z))
      .add(this.downsample?.forward(x) ?? x)
      .relu();
  }
}

/** A ResNet of three basic blocks. */
export class TinyResNet extends Module {
  readonly conv1 = conv(3, 4, 3);
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

/** ResNet-18, ResNet-34 and their like: stages of basic blocks, each of half the size and twice the channels. */
export class ResNet extends Module {
  readonly conv1: Conv2d = new Conv2d(3, 64, 7, { stride: 2, padding: 3, bias: false });
  readonly bn1: BatchNorm2d = new BatchNorm2d(64);
  readonly maxpool: MaxPool2d = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly avgpool: GlobalAvgPool = new GlobalAvgPool();
  readonly fc: Linear;

  /** @param depths - Blocks of each of the four stages. */
  constructor(depths: readonly number[], classes: number) {
    super();
    const [one, two, three, four] = depths.map((depth, stage) => {
      const planes = 64 * 2 ** stage;
      const first = new BasicBlock(stage === 0 ? 64 : planes / 2, planes, stage === 0 ? 1 : 2);
      return new Sequential(
        first,
        ...Array.from({ length: depth - 1 }, () => new BasicBlock(planes, planes)),
      );
    });
    this.layer1 = one!;
    this.layer2 = two!;
    this.layer3 = three!;
    this.layer4 = four!;
    this.fc = new Linear(512, classes);
  }

  override forward(x: Tensor): Tensor {
    const stem = this.maxpool.forward(this.bn1.forward(this.conv1.forward(x)).relu());
    const stages = [this.layer1, this.layer2, this.layer3, this.layer4];
    const features = stages.reduce((y, stage) => stage.forward(y), stem);
    return this.fc.forward(this.avgpool.forward(features));
  }
}
