import {
  crossEntropy,
  Embedding,
  LayerNorm,
  Linear,
  Module,
  ModuleList,
  type TransformerEncoderLayer,
} from '@neurona/layers';
import { arange, gelu, scaledDotProductAttention, sinusoidalEncoding, type Tensor } from '@neurona/tensor';

/** A block of GPT: attention to what came before, then two linear maps; normalised before each. */
class Block extends Module {
  readonly ln1: LayerNorm;
  readonly ln2: LayerNorm;
  readonly qkv: Linear;
  readonly proj: Linear;
  readonly fc1: Linear;
  readonly fc2: Linear;

  constructor(
    dim: number,
    readonly heads: number,
    readonly approximate: 'none' | 'tanh',
  ) {
    super();
    this.ln1 = new LayerNorm(dim);
    this.ln2 = new LayerNorm(dim);
    this.qkv = new Linear(dim, 3 * dim);
    this.proj = new Linear(dim, dim);
    this.fc1 = new Linear(dim, 4 * dim);
    this.fc2 = new Linear(4 * dim, dim);
  }

  override forward(x: Tensor): Tensor {
    const [n, length, dim] = x.shape as [number, number, number];
    const split = (part: Tensor): Tensor =>
      part.reshape([n, length, this.heads, dim / this.heads]).permute([0, 2, 1, 3]);
    const qkv = this.qkv.forward(this.ln1.forward(x));
    const [q, k, v] = [0, 1, 2].map((i) => split(qkv.narrow(2, i * dim, dim))); // [N, heads, L, dim / heads]
    const attended = scaledDotProductAttention(q!, k!, v!, { causal: true });
    const joined = attended.permute([0, 2, 1, 3]).reshape([n, length, dim]);
    const h = x.add(this.proj.forward(joined));
    const wide = gelu(this.fc1.forward(this.ln2.forward(h)), { approximate: this.approximate });
    return h.add(this.fc2.forward(wide));
  }
}

/** Sizes of {@link TinyGPT}. */
export interface TinyGPTSizes {
  readonly vocab: number;
  readonly context: number;
  readonly dim: number;
  readonly heads: number;
  readonly layers: number;
  readonly tied: boolean;
  readonly approximate: 'none' | 'tanh';
}

/** A language model; its output weights are those of the tokens where it is tied. */
export class TinyGPT extends Module<readonly [Tensor, Tensor]> {
  readonly tok: Embedding;
  readonly pos: Embedding;
  readonly blocks: ModuleList<Block>;
  readonly lnF: LayerNorm;
  readonly head: Linear | undefined;

  constructor({ vocab, context, dim, heads, layers, tied, approximate }: TinyGPTSizes) {
    super();
    this.tok = new Embedding(vocab, dim);
    this.pos = new Embedding(context, dim);
    this.blocks = new ModuleList(Array.from({ length: layers }, () => new Block(dim, heads, approximate)));
    this.lnF = new LayerNorm(dim);
    this.head = tied ? undefined : new Linear(dim, vocab, { bias: false });
  }

  override forward(tokens: Tensor, targets: Tensor): Tensor {
    const positions = this.pos.forward(arange(0, tokens.shape[1]!, 1, { dtype: 'int32' }));
    let x = this.tok.forward(tokens).add(positions); // [N, L, dim]
    for (const block of this.blocks) x = block.forward(x);
    const features = this.lnF.forward(x);
    const logits = this.head?.forward(features) ?? features.matmul(this.tok.weight.t()); // [N, L, vocab]
    return crossEntropy(logits.reshape([-1, logits.shape[2]!]), targets.reshape([-1]));
  }
}

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
