import { AvgPool2d, BatchNorm2d, GlobalAvgPool, Linear, MaxPool2d, Module } from '@neurona/layers';
import { concat, type Tensor } from '@neurona/tensor';
import { conv } from './resnet.js';

/** One layer of a dense block: the features that it adds. */
class DenseLayer extends Module {
  readonly norm1: BatchNorm2d;
  readonly conv1;
  readonly norm2: BatchNorm2d;
  readonly conv2;

  constructor(inputs: number, growth: number, width: number) {
    super();
    this.norm1 = new BatchNorm2d(inputs);
    this.conv1 = conv(inputs, width * growth, 1);
    this.norm2 = new BatchNorm2d(width * growth);
    this.conv2 = conv(width * growth, growth, 3);
  }

  override forward(x: Tensor): Tensor {
    const y = this.conv1.forward(this.norm1.forward(x).relu());
    return this.conv2.forward(this.norm2.forward(y).relu());
  }
}

/** DenseNet's block: each layer reads all features before it. */
export class DenseBlock extends Module {
  readonly layers: readonly DenseLayer[];

  constructor(numLayers: number, inputs: number, growth: number, width: number) {
    super();
    const make = (_: unknown, i: number): DenseLayer => new DenseLayer(inputs + i * growth, growth, width);
    this.layers = Array.from({ length: numLayers }, make);
  }

  override entries(): Iterable<readonly [string, unknown]> {
    return this.layers.map((layer, i) => [`denselayer${i + 1}`, layer] as const);
  }

  override forward(x: Tensor): Tensor {
    return this.layers.reduce((all, layer) => concat([all, layer.forward(all)], { axis: -1 }), x);
  }
}

/** DenseNet's narrowing between blocks. */
export class DenseTransition extends Module {
  readonly norm: BatchNorm2d;
  readonly conv;
  readonly pool = new AvgPool2d(2);

  constructor(inputs: number, outputs: number) {
    super();
    this.norm = new BatchNorm2d(inputs);
    this.conv = conv(inputs, outputs, 1);
  }

  override forward(x: Tensor): Tensor {
    return this.pool.forward(this.conv.forward(this.norm.forward(x).relu()));
  }
}

class TinyDenseFeatures extends Module {
  readonly conv0 = conv(3, 8, 7, 2);
  readonly norm0 = new BatchNorm2d(8);
  readonly pool0 = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly denseblock1 = new DenseBlock(2, 8, 4, 2);
  readonly transition1 = new DenseTransition(16, 8);
  readonly denseblock2 = new DenseBlock(2, 8, 4, 2);
  readonly norm5 = new BatchNorm2d(16);

  override forward(x: Tensor): Tensor {
    const stem = this.pool0.forward(this.norm0.forward(this.conv0.forward(x)).relu());
    const middle = this.transition1.forward(this.denseblock1.forward(stem));
    return this.norm5.forward(this.denseblock2.forward(middle));
  }
}

/** A DenseNet of two blocks with two layers each. */
export class TinyDenseNet extends Module {
  readonly features = new TinyDenseFeatures();
  readonly pool = new GlobalAvgPool();
  readonly classifier: Linear;

  constructor(classes: number) {
    super();
    this.classifier = new Linear(16, classes);
  }

  override forward(x: Tensor): Tensor {
    return this.classifier.forward(this.pool.forward(this.features.forward(x).relu()));
  }
}
