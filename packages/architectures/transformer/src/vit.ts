// Dosovitskiy et al., "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale", 2020, arXiv:2010.11929
//
//     images [N, H, W, C] → patches [N, P, E], a class token before them, + positions [N, P + 1, E] → blocks → ln → token 0 → logits [N, K]
//     block: x + self_attention(ln_1(x))        x + mlp(ln_2(x))
//
// Departures: none. Fields are named so that the state dictionary has torchvision's keys.
import {
  ArgumentError,
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import {
  Conv2d,
  Dropout,
  GELU,
  initConstant,
  LayerNorm,
  Linear,
  Module,
  ModuleDict,
  MultiheadAttention,
  Sequential,
} from '@neurona/layers';
import { checkTensor, concat, normal, Parameter, scoped, type Tensor, zeros } from '@neurona/tensor';
import { headSize } from './head-size.js';

/** Sizes and settings of a {@link ViT}. */
export interface ViTConfig {
  /** Side of the square images. */
  readonly imageSize: number;
  /** Side of the square patches; divides `imageSize`. */
  readonly patchSize: number;
  /** Size E of the vectors of patches. */
  readonly embedDim: number;
  readonly numLayers: number;
  readonly numHeads: number;
  /** Hidden features of the feed-forward networks, default `4 · embedDim`. */
  readonly feedForwardDim?: number;
  /** Number of classes, default 1000. */
  readonly numClasses?: number;
  /** Channels of the images, default 3. */
  readonly inChannels?: number;
  /** Probability with which what blocks add is dropped in training, default 0. */
  readonly dropout?: number;
}

const configOptions: OptionTable<ViTConfig> = {
  imageSize: 224,
  patchSize: 16,
  embedDim: 768,
  numLayers: 12,
  numHeads: 12,
  feedForwardDim: 3072,
  numClasses: 1000,
  inChannels: 3,
  dropout: 0,
};

const base = { imageSize: 224, embedDim: 768, numLayers: 12, numHeads: 12 };
const large = { imageSize: 224, embedDim: 1024, numLayers: 24, numHeads: 16 };

/** Published sizes by name. */
export const vitConfigs: Readonly<Record<'vit-b-16' | 'vit-b-32' | 'vit-l-16' | 'vit-l-32', ViTConfig>> = {
  'vit-b-16': { ...base, patchSize: 16 },
  'vit-b-32': { ...base, patchSize: 32 },
  'vit-l-16': { ...large, patchSize: 16 },
  'vit-l-32': { ...large, patchSize: 32 },
};

const eps = 1e-6;

/** A block: attention and feed-forward network, each with its input normalised, and added to it. */
class ViTBlock extends Module {
  static override readonly kind: string = 'ViTBlock';

  readonly ln_1: LayerNorm;
  readonly selfAttention: MultiheadAttention;
  readonly dropout: Dropout;
  readonly ln_2: LayerNorm;
  readonly mlp: Sequential;

  constructor({ embedDim, numHeads, feedForwardDim = 4 * embedDim, dropout = 0 }: ViTConfig) {
    super();
    this.ln_1 = new LayerNorm(embedDim, { eps });
    this.selfAttention = new MultiheadAttention(embedDim, numHeads);
    this.dropout = new Dropout(dropout);
    this.ln_2 = new LayerNorm(embedDim, { eps });
    this.mlp = new Sequential(
      new Linear(embedDim, feedForwardDim),
      new GELU(),
      new Dropout(dropout),
      new Linear(feedForwardDim, embedDim),
      new Dropout(dropout),
    );
  }

  override forward(x: Tensor): Tensor {
    const { output } = this.selfAttention.forward(this.ln_1.forward(x));
    const h = x.add(this.dropout.forward(output));
    return h.add(this.mlp.forward(this.ln_2.forward(h)));
  }
}

/** Positions and blocks. */
class ViTEncoder extends Module {
  static override readonly kind: string = 'ViTEncoder';

  readonly posEmbedding: Parameter;
  readonly dropout: Dropout;
  readonly layers: ModuleDict<ViTBlock>;
  readonly ln: LayerNorm;

  constructor(length: number, config: ViTConfig) {
    super();
    const { embedDim, numLayers, dropout = 0 } = config;
    this.posEmbedding = scoped(() => new Parameter(normal([1, length, embedDim], { std: 0.02 })));
    this.dropout = new Dropout(dropout);
    const blocks = Array.from({ length: numLayers }, (_, i) => [`encoder_layer_${i}`, new ViTBlock(config)]);
    this.layers = new ModuleDict(Object.fromEntries(blocks));
    this.ln = new LayerNorm(embedDim, { eps });
  }

  override forward(x: Tensor): Tensor {
    const placed = this.dropout.forward(x.add(this.posEmbedding));
    const y = this.layers.names.reduce((z, name) => this.layers.get(name).forward(z), placed);
    return this.ln.forward(y);
  }
}

/** The classifier, under the name that is a part of the keys. */
class ViTHeads extends Module {
  static override readonly kind: string = 'ViTHeads';

  readonly head: Linear;

  constructor(embedDim: number, numClasses: number) {
    super();
    this.head = new Linear(embedDim, numClasses);
    initConstant(this.head.weight, 0);
    initConstant(this.head.bias!, 0);
  }

  override forward(x: Tensor): Tensor {
    return this.head.forward(x);
  }
}

/**
 * Vision transformer: sorts images into classes by attention among their patches.
 *
 * Shape: images `[N, imageSize, imageSize, inChannels]` → logits `[N, numClasses]`.
 * @param config - `imageSize`, `patchSize`, `embedDim`, `numLayers`, `numHeads`; `feedForwardDim` (4 · embedDim), `numClasses` (1000),
 * `inChannels` (3), `dropout` (0).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, patches don't divide images, or heads features;
 * {@link ShapeError} in `forward` if images have another shape.
 * @example
 * const model = new ViT({ imageSize: 32, patchSize: 8, embedDim: 24, numLayers: 2, numHeads: 3, numClasses: 10 });
 * model.forward(zeros([2, 32, 32, 3])).shape; // => [2, 10]
 * @see Dosovitskiy et al., "An Image is Worth 16x16 Words", 2020, arXiv:2010.11929
 */
export class ViT extends Module {
  static override readonly kind: string = 'ViT';

  readonly classToken: Parameter;
  readonly convProj: Conv2d;
  readonly encoder: ViTEncoder;
  readonly heads: ViTHeads;

  constructor(readonly config: ViTConfig) {
    super();
    checkOptions('ViT', config, configOptions);
    const { imageSize, patchSize, embedDim, numLayers, numHeads } = config;
    const { numClasses = 1000, inChannels = 3, feedForwardDim = 1 } = config;
    const sizes = { imageSize, patchSize, numLayers, numClasses, inChannels, feedForwardDim };
    for (const [name, size] of Object.entries(sizes)) checkCount('ViT', name, size);
    headSize('ViT', embedDim, numHeads);
    if (imageSize % patchSize !== 0) {
      throw new ArgumentError('ViT', {
        expected: 'patchSize to divide imageSize',
        received: `${patchSize} for ${imageSize}`,
      });
    }
    this.classToken = scoped(() => new Parameter(zeros([1, 1, embedDim])));
    this.convProj = new Conv2d(inChannels, embedDim, patchSize, { stride: patchSize });
    this.encoder = new ViTEncoder((imageSize / patchSize) ** 2 + 1, config);
    this.heads = new ViTHeads(embedDim, numClasses);
  }

  override forward(images: Tensor): Tensor {
    return scoped(() => this.heads.forward(this.features(images).select(1, 0)));
  }

  /**
   * Vectors of the class token and of each patch, row by row: what the classifier sees the first of.
   *
   * Shape: images `[N, imageSize, imageSize, inChannels]` → `[N, P + 1, E]`.
   * @throws {@link ShapeError} if images have another shape.
   */
  features(images: Tensor): Tensor {
    const { imageSize, inChannels = 3, embedDim } = this.config;
    const { shape } = checkTensor('ViT', images, 'images');
    const [batch, height, width, channels] = shape;
    if (shape.length !== 4 || height !== imageSize || width !== imageSize || channels !== inChannels) {
      throw new ShapeError('ViT', {
        expected: `images [N, ${imageSize}, ${imageSize}, ${inChannels}]`,
        received: describeShape(shape),
        hint: 'Resize them first; channels come last.',
      });
    }
    return scoped(() => {
      const patches = this.convProj.forward(images).reshape([batch!, -1, embedDim]); // [N, P, E]
      const token = this.classToken.broadcastTo([batch!, 1, embedDim]);
      return this.encoder.forward(concat([token, patches], { axis: 1 }));
    });
  }
}

/**
 * Makes a {@link ViT} of a published size, with random weights.
 * @param name - `vit-b-16`, `vit-b-32`, `vit-l-16` or `vit-l-32`: the size, and the side of patches.
 * @param overrides - Sizes and settings that differ from it.
 * @example
 * vit('vit-b-16', { imageSize: 32, embedDim: 24, numLayers: 1, numClasses: 10 }).forward(zeros([1, 32, 32, 3])).shape; // => [1, 10]
 */
export const vit = (name: keyof typeof vitConfigs, overrides: Partial<ViTConfig> = {}): ViT =>
  new ViT({ ...vitConfigs[name], ...overrides });
