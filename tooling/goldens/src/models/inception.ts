import { BatchNorm2d, Conv2d, MaxPool2d, Module, Sequential } from '@neurona/layers';
import { concat, type Tensor } from '@neurona/tensor';

class ConvNormRelu extends Module {
  readonly conv;
  readonly bn: BatchNorm2d;

  constructor(inputs: number, outputs: number, kernelSize: number) {
    super();
    this.conv = new Conv2d(inputs, outputs, kernelSize, { padding: (kernelSize - 1) / 2, bias: false });
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
