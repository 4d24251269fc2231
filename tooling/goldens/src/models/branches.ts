import { BatchNorm2d, Conv2d, ConvTranspose2d, MaxPool2d, Module, ReLU, Sequential } from '@neurona/layers';
import { concat, type Tensor } from '@neurona/tensor';
import { conv } from './resnet.js';

/** SqueezeNet's block: few channels that two convolutions widen. */
export class Fire extends Module {
  readonly squeeze: Conv2d;
  readonly expand1x1: Conv2d;
  readonly expand3x3: Conv2d;

  constructor(inputs: number, squeeze: number, expand1x1: number, expand3x3: number) {
    super();
    this.squeeze = new Conv2d(inputs, squeeze, 1);
    this.expand1x1 = new Conv2d(squeeze, expand1x1, 1);
    this.expand3x3 = new Conv2d(squeeze, expand3x3, 3, { padding: 1 });
  }

  override forward(x: Tensor): Tensor {
    const y = this.squeeze.forward(x).relu();
    return concat([this.expand1x1.forward(y).relu(), this.expand3x3.forward(y).relu()], { axis: -1 });
  }
}

class ConvNormRelu extends Module {
  readonly conv;
  readonly bn: BatchNorm2d;

  constructor(inputs: number, outputs: number, kernelSize: number) {
    super();
    this.conv = conv(inputs, outputs, kernelSize);
    this.bn = new BatchNorm2d(outputs, { eps: 0.001 });
  }

  override forward(x: Tensor): Tensor {
    return this.bn.forward(this.conv.forward(x)).relu();
  }
}

/** GoogLeNet's block: four ways side by side. */
export class Inception extends Module {
  readonly branch1: ConvNormRelu;
  readonly branch2: Sequential;
  readonly branch3: Sequential;
  readonly branch4: Sequential;

  constructor(inputs: number, widths: readonly number[]) {
    super();
    const [one, narrow3, three, narrow5, five, pooled] = widths as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    this.branch1 = new ConvNormRelu(inputs, one, 1);
    this.branch2 = new Sequential(new ConvNormRelu(inputs, narrow3, 1), new ConvNormRelu(narrow3, three, 3));
    this.branch3 = new Sequential(new ConvNormRelu(inputs, narrow5, 1), new ConvNormRelu(narrow5, five, 3));
    const pool = new MaxPool2d(3, { stride: 1, padding: 1 });
    this.branch4 = new Sequential(pool, new ConvNormRelu(inputs, pooled, 1));
  }

  override forward(x: Tensor): Tensor {
    const branches = [this.branch1, this.branch2, this.branch3, this.branch4];
    return concat(
      branches.map((branch) => branch.forward(x)),
      { axis: -1 },
    );
  }
}

/** VGG's convolutions: a number is a width, `M` a pooling. */
export function vggFeatures(config: readonly unknown[], batchNorm: boolean): Sequential {
  let channels = 3;
  const layers = config.flatMap((item): Module[] => {
    if (typeof item !== 'number') return [new MaxPool2d(2)];
    const layer = new Conv2d(channels, item, 3, { padding: 1 });
    channels = item;
    return batchNorm ? [layer, new BatchNorm2d(item), new ReLU()] : [layer, new ReLU()];
  });
  return new Sequential(...layers);
}

/** A U-Net of one level. */
export class TinyUNet extends Module {
  readonly enc = new Conv2d(2, 4, 3, { padding: 1 });
  readonly pool = new MaxPool2d(2);
  readonly mid = new Conv2d(4, 6, 3, { padding: 1 });
  readonly up = new ConvTranspose2d(6, 4, 2, { stride: 2 });
  readonly out = new Conv2d(8, 1, 3, { padding: 1 });

  override forward(x: Tensor): Tensor {
    const encoded = this.enc.forward(x).relu();
    const middle = this.mid.forward(this.pool.forward(encoded)).relu();
    const up = this.up.forward(middle).relu();
    return this.out.forward(concat([encoded, up], { axis: -1 }));
  }
}
