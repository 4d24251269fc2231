import {
  BatchNorm1d,
  BatchNorm2d,
  Conv1d,
  Conv2d,
  ConvTranspose2d,
  Dropout,
  Embedding,
  Flatten,
  GRU,
  GroupNorm,
  InstanceNorm2d,
  LayerNorm,
  Linear,
  LSTM,
  MaxPool2d,
  Module,
  MultiheadAttention,
  PReLU,
  ReLU,
  Sequential,
  TransformerEncoderLayer,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** The models of tooling/generators/torch-fixtures.py, field for field. */
export class Picture extends Module {
  readonly features = new Sequential(
    new Conv2d(3, 8, 3, { padding: 1 }),
    new BatchNorm2d(8),
    new ReLU(),
    new Conv2d(8, 8, 3, { padding: 1, groups: 8, bias: false }),
    new GroupNorm(2, 8),
    new MaxPool2d(2),
    new ConvTranspose2d(8, 4, 2, { stride: 2, groups: 2 }),
    new InstanceNorm2d(4, { affine: true }),
  );
  readonly layerNorm = new LayerNorm([8, 6, 4]);
  readonly flatNorm = new BatchNorm1d(4 * 8 * 6);
  readonly classifier = new Sequential(
    new Dropout(0.5),
    new Linear(4 * 8 * 6, 12),
    new PReLU(),
    new Linear(12, 5),
  );
  readonly #flatten = new Flatten();

  override forward(x: Tensor): Tensor {
    const y = this.#flatten.forward(this.layerNorm.forward(this.features.forward(x)));
    return this.classifier.forward(this.flatNorm.forward(y));
  }
}

/** A linear map whose features become an image. */
export class Decoder extends Module {
  readonly fc = new Linear(6, 8 * 3 * 2);
  readonly norm = new BatchNorm1d(8 * 3 * 2);
  readonly deconv = new ConvTranspose2d(8, 3, 3, { stride: 2, padding: 1, outputPadding: 1 });

  override forward(z: Tensor): Tensor {
    const features = this.norm.forward(this.fc.forward(z)).relu();
    return this.deconv.forward(features.reshape([-1, 3, 2, 8]));
  }
}

/** Recurrent layers, attention and a transformer's layer. */
export class Sequence extends Module {
  readonly embedding = new Embedding(20, 6);
  readonly lstm = new LSTM(6, 5, { numLayers: 2, bidirectional: true });
  readonly gru = new GRU(10, 8);
  readonly selfAttn = new MultiheadAttention(8, 2);
  readonly crossAttn = new MultiheadAttention(8, 2, { keyDim: 6, valueDim: 6 });
  readonly encoder = new TransformerEncoderLayer(8, 2, { feedForwardDim: 16 });
  readonly conv = new Conv1d(8, 4, 3, { padding: 1 });
  readonly head = new Linear(4 * 7, 3);

  override forward(tokens: Tensor): Tensor {
    const words = this.embedding.forward(tokens);
    const recurrent = this.gru.forward(this.lstm.forward(words).output).output;
    const self = recurrent.add(this.selfAttn.forward(recurrent).output);
    const both = self.add(this.crossAttn.forward(self, { key: words }).output);
    return this.head.forward(this.conv.forward(this.encoder.forward(both)).flatten(1));
  }
}
