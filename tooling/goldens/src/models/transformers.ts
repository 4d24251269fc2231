import { crossEntropy, Embedding, Linear, Module, type TransformerEncoderLayer } from '@neurona/layers';
import { sinusoidalEncoding, type Tensor } from '@neurona/tensor';

/** Tokens with sinusoidal positions, one encoder layer, and a linear map of the mean over time. */
export class TransformerClassifier extends Module<readonly [Tensor, Tensor]> {
  readonly embedding: Embedding;
  readonly fc: Linear;

  constructor(
    vocab: number,
    readonly dim: number,
    readonly layer: TransformerEncoderLayer,
    classes: number,
  ) {
    super();
    this.embedding = new Embedding(vocab, dim);
    this.fc = new Linear(dim, classes);
  }

  override forward(tokens: Tensor, targets: Tensor): Tensor {
    const embedded = this.embedding.forward(tokens).mul(Math.sqrt(this.dim));
    const x = embedded.add(sinusoidalEncoding(tokens.shape[1]!, this.dim));
    return crossEntropy(this.fc.forward(this.layer.forward(x).mean({ axis: 1 })), targets);
  }
}
