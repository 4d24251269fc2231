import {
  BatchNorm2d,
  Conv2d,
  crossEntropy,
  Dropout,
  Embedding,
  Flatten,
  LayerNorm,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  TransformerEncoderLayer,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { describeArchitecture } from './describe-architecture.js';

/** A small network for images, as PyTorch would have it. */
class ImageClassifier extends Module {
  readonly features: Sequential;
  readonly flatten: Flatten = new Flatten();
  readonly dropout: Dropout = new Dropout(0.1);
  readonly fc: Linear;

  constructor(channels: number, classes: number) {
    super();
    this.features = new Sequential(
      new Conv2d(3, channels, 3, { padding: 1, bias: false }),
      new BatchNorm2d(channels),
      new ReLU(),
      new MaxPool2d(2),
    );
    this.fc = new Linear(16 * channels, classes);
  }

  override forward(x: Tensor): Tensor {
    return this.fc.forward(this.dropout.forward(this.flatten.forward(this.features.forward(x))));
  }
}

describeArchitecture('ImageClassifier', {
  make: () => new ImageClassifier(4, 3),
  inputs: [[6, 8, 8, 3]],
  output: [6, 3],
  targets: { shape: [6], dtype: 'int32', low: 0, high: 3 },
  loss: crossEntropy,
  published: {
    size: {
      make: () => new ImageClassifier(16, 10),
      input: [1, 8, 8, 3],
      output: [1, 10],
      facts: {
        parameters: 432 + 32 + 2570,
        buffers: 33,
        stateDict: [
          ['features.0.weight', [16, 3, 3, 3]],
          ['features.1.weight', [16]],
          ['features.1.bias', [16]],
          ['features.1.running_mean', [16]],
          ['features.1.running_var', [16]],
          ['features.1.num_batches_tracked', []],
          ['fc.weight', [10, 256]],
          ['fc.bias', [10]],
        ],
      },
    },
  },
});

/** Tokens through one layer of attention, to logits of each. */
class Tagger extends Module {
  readonly embedding: Embedding = new Embedding(12, 8);
  readonly layer: TransformerEncoderLayer = new TransformerEncoderLayer(8, 2, { dropout: 0 });
  readonly norm: LayerNorm = new LayerNorm(8);
  readonly fc: Linear = new Linear(8, 5);

  override forward(tokens: Tensor): Tensor {
    return this.fc.forward(this.norm.forward(this.layer.forward(this.embedding.forward(tokens))));
  }
}

describeArchitecture('Tagger', {
  make: () => new Tagger(),
  inputs: [{ shape: [3, 4], dtype: 'int32', values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }],
  output: [3, 4, 5],
  targets: { shape: [3, 4], dtype: 'int32', low: 0, high: 5 },
  loss: crossEntropy,
});
