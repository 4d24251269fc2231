import {
  BatchNorm2d,
  Conv2d,
  Dropout,
  GlobalAvgPool,
  Linear,
  Module,
  ReLU,
  ReLU6,
  Sequential,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { conv } from './resnet.js';

const convNormAct = (
  inputs: number,
  outputs: number,
  kernelSize: number,
  stride = 1,
  groups = 1,
): Sequential =>
  new Sequential(
    new Conv2d(inputs, outputs, kernelSize, {
      stride,
      padding: (kernelSize - 1) / 2,
      groups,
      bias: false,
    }),
    new BatchNorm2d(outputs),
    new ReLU6(),
  );

/** MobileNetV2's block: wide in the middle, where each channel has a convolution of its own. */
export class InvertedResidual extends Module {
  readonly conv: Sequential;
  readonly isResidual: boolean;

  constructor(inputs: number, outputs: number, stride: number, expandRatio: number) {
    super();
    const width = inputs * expandRatio;
    this.conv = new Sequential(
      ...(expandRatio === 1 ? [] : [convNormAct(inputs, width, 1)]),
      convNormAct(width, width, 3, stride, width),
      conv(width, outputs, 1),
      new BatchNorm2d(outputs),
    );
    this.isResidual = stride === 1 && inputs === outputs;
  }

  override forward(x: Tensor): Tensor {
    const y = this.conv.forward(x);
    return this.isResidual ? x.add(y) : y;
  }
}

/** A MobileNetV2 of three blocks. */
export class TinyMobileNetV2 extends Module {
  readonly features = new Sequential(
    convNormAct(3, 8, 3, 2),
    new InvertedResidual(8, 4, 1, 1),
    new InvertedResidual(4, 8, 2, 2),
    new InvertedResidual(8, 8, 1, 2),
    convNormAct(8, 1280, 1),
  );
  readonly pool = new GlobalAvgPool();
  readonly classifier: Sequential;

  constructor(classes: number) {
    super();
    this.classifier = new Sequential(new Dropout(0), new Linear(1280, classes));
  }

  override forward(x: Tensor): Tensor {
    return this.classifier.forward(this.pool.forward(this.features.forward(x)));
  }
}

/** Scales channels by what their means say. */
export class SqueezeExcitation extends Module {
  readonly fc1: Conv2d;
  readonly act = new ReLU();
  readonly fc2: Conv2d;

  constructor(channels: number, squeeze: number) {
    super();
    this.fc1 = new Conv2d(channels, squeeze, 1);
    this.fc2 = new Conv2d(squeeze, channels, 1);
  }

  override forward(x: Tensor): Tensor {
    const means = x.mean({ axis: [1, 2], keepDims: true }); // [N, 1, 1, C]
    return x.mul(this.fc2.forward(this.act.forward(this.fc1.forward(means))).sigmoid());
  }
}
