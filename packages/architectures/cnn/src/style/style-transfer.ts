import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import {
  type FeatureExtractor,
  type Features,
  featureExtractor,
  type Module,
  rememberModes,
} from '@neurona/layers';
import { checkTensor, memoryScope, noGrad, own, scoped, type Tensor, zeros } from '@neurona/tensor';
import { checkImages } from '../image-model/check-images.js';
import { gramMatrix } from './gram-matrix.js';
import { totalVariation } from './total-variation.js';

/** Settings of {@link StyleTransfer}. */
export interface StyleTransferOptions {
  /** The image whose things are kept, `[1, H, W, C]`. */
  readonly content: Tensor;
  /** The image whose style is taken, `[1, H', W', C]`, of any size. */
  readonly style: Tensor;
  /** Paths of the layers whose features are to stay. */
  readonly contentLayers: readonly string[];
  /** Paths of the layers whose Gram matrices are to become the style's: each counts the same, or as much as its number says. */
  readonly styleLayers: readonly string[] | Readonly<Record<string, number>>;
  /** Weight of the content, default 1. */
  readonly contentWeight?: number;
  /** Weight of the style, default 1000. */
  readonly styleWeight?: number;
  /** Weight of the total variation, default 0. */
  readonly variationWeight?: number;
  /** What the network is given for an image, as published networks want their mean subtracted; default the image itself. */
  readonly preprocess?: (images: Tensor) => Tensor;
}

const styleTransferOptions: OptionTable<StyleTransferOptions> = {
  content: undefined as never,
  style: undefined as never,
  contentLayers: [],
  styleLayers: [],
  contentWeight: 1,
  styleWeight: 1000,
  variationWeight: 0,
  preprocess: (images) => images,
};

/** How far an image is from what is wanted: numbers on the device, to be differentiated. */
export interface StyleLosses {
  /** How far its features are from those of the content. */
  readonly content: Tensor;
  /** How far its Gram matrices are from those of the style. */
  readonly style: Tensor;
  /** How much neighbouring pixels differ, for each value of the image. */
  readonly variation: Tensor;
  /** The weighted sum of all three: what is minimised. */
  readonly total: Tensor;
}

/**
 * Style transfer: an image is changed until its features are those of one image and its Gram matrices those of another.
 *
 *     content   = ½ mean over layers of mean (F - F_content)²
 *     style     = Σ_l w_l / (4 C_l²) Σ_ij (G_ij - G_style,ij)²        Σ_l w_l = 1
 *     variation = TV(x) / size(x)
 *     total     = contentWeight · content + styleWeight · style + variationWeight · variation
 *
 * The network is only read: put it into evaluation mode and freeze it, `network.eval().freeze()`, so that no gradients of its weights
 * are computed. The image is a parameter of an optimizer, Adam or L-BFGS. The paper's network has average pooling, published ones have
 * maximum pooling; the paper's content loss is a sum.
 * @param network - Any network for images `[N, H, W, C]` with layers whose outputs are `[N, h, w, C]`: a VGG or its features. It runs to the last of them only.
 * @throws {@link ArgumentError} if there are no layers of these paths or a weight is negative; {@link ShapeError} if the images have other axes.
 * @example
 * const network = vggFeatures([4, 'M', 8]).eval().freeze();
 * const [content, style] = [uniform([1, 8, 8, 3]), uniform([1, 8, 8, 3])];
 * const transfer = new StyleTransfer(network, { content, style, contentLayers: ['3'], styleLayers: { 1: 2, 4: 1 } });
 * await transfer.losses(content).content.item(); // => 0
 * await transfer.losses(style).style.item(); // => 0
 * @see Gatys, Ecker, Bethge, "A Neural Algorithm of Artistic Style", 2015, arXiv:1508.06576
 */
export class StyleTransfer {
  readonly options: StyleTransferOptions;
  readonly #extractor: FeatureExtractor;
  readonly #styleWeights: ReadonlyMap<string, number>;
  readonly #features = new Map<string, Tensor>();
  readonly #grams = new Map<string, Tensor>();

  constructor(network: Module, options: StyleTransferOptions) {
    this.options = checkOptions('StyleTransfer', options, styleTransferOptions);
    const { contentLayers, contentWeight = 1, styleWeight = 1000, variationWeight = 0 } = options;
    for (const [name, weight] of Object.entries({ contentWeight, styleWeight, variationWeight }))
      checkWeight(name, weight);
    checkArgument('StyleTransfer', 'contentLayers', contentLayers, 'list', "Write ['relu4_2'].");
    const { styleLayers } = options;
    checkArgument(
      'StyleTransfer',
      'styleLayers',
      styleLayers,
      Array.isArray(styleLayers) ? 'list' : 'record',
    );
    this.#styleWeights = sharesOf(styleLayers);
    this.#extractor = featureExtractor(network, [...contentLayers, ...this.#styleWeights.keys()]);
    noGrad(() => this.#remember(options));
  }

  /**
   * How far an image is from what is wanted.
   *
   * Shape: image `[1, H, W, C]` → `[]` each.
   * @throws {@link ShapeError} if it is not of the content's size.
   */
  losses(image: Tensor): StyleLosses {
    const { content: like, contentWeight = 1, styleWeight = 1000, variationWeight = 0 } = this.options;
    checkTensor('StyleTransfer', image, 'image');
    if (String(image.shape) !== String(like.shape))
      throw new ShapeError('StyleTransfer', {
        expected: `an image ${describeShape(like.shape)}, of the content's size`,
        received: describeShape(image.shape),
      });
    using scope = memoryScope();
    const outputs = this.#see('image', image);
    const content = sum(
      [...this.#features].map(([path, wanted]) =>
        outputs[path]!.sub(wanted)
          .square()
          .mean()
          .mul(0.5 / this.#features.size),
      ),
    );
    const style = sum(
      [...this.#grams].map(([path, wanted]) =>
        gramMatrix(outputs[path]!)
          .sub(wanted)
          .square()
          .mean()
          .mul(this.#styleWeights.get(path)! / 4),
      ),
    );
    const variation = totalVariation(image).sum().div(image.size);
    const total = content.mul(contentWeight).add(style.mul(styleWeight)).add(variation.mul(variationWeight));
    for (const loss of [content, style, variation, total]) scope.keep(loss);
    return { content, style, variation, total };
  }

  /** Frees what it remembers of content and style. */
  dispose(): void {
    for (const held of [...this.#features.values(), ...this.#grams.values()]) held.dispose();
  }

  /** What the layers return for an image. */
  #see(name: string, image: Tensor): Features {
    const expected = `${name} to be an image [1, H, W, C]`;
    if (checkImages('StyleTransfer', expected, image).shape[0] !== 1)
      throw new ShapeError('StyleTransfer', {
        expected,
        received: describeShape(image.shape),
      });
    const restoreModes = rememberModes(this.#extractor);
    this.#extractor.eval(); // no loss moves the statistics of norms
    try {
      return this.#extractor.forward(this.options.preprocess?.(image) ?? image);
    } finally {
      restoreModes();
    }
  }

  #remember({ content, style, contentLayers }: StyleTransferOptions): void {
    using _scope = memoryScope();
    this.#keep(this.#features, contentLayers, this.#see('content', content), (maps) => maps);
    this.#keep(this.#grams, [...this.#styleWeights.keys()], this.#see('style', style), gramMatrix);
  }

  #keep(
    kept: Map<string, Tensor>,
    paths: readonly string[],
    outputs: Features,
    of: (maps: Tensor) => Tensor,
  ): void {
    for (const path of paths) {
      const maps = outputs[path]!;
      if (maps.ndim !== 4)
        throw new ShapeError('StyleTransfer', {
          expected: 'layers whose output is [N, h, w, C]',
          received: describeShape(maps.shape),
          where: path,
        });
      kept.set(path, own(scoped(() => of(maps).clone())));
    }
  }
}

/** Weights of layers, made to sum to 1. */
function sharesOf(layers: StyleTransferOptions['styleLayers']): ReadonlyMap<string, number> {
  const weights = Array.isArray(layers)
    ? layers.map((path: string): [string, number] => [path, 1])
    : Object.entries(layers as Readonly<Record<string, number>>);
  for (const [path, weight] of weights) checkWeight(`the weight of ${path}`, weight);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(weights.map(([path, weight]) => [path, weight / (total || 1)]));
}

function checkWeight(name: string, weight: number): void {
  if (Number.isFinite(weight) && weight >= 0) return;
  throw new ArgumentError('StyleTransfer', { expected: `${name} to be at least 0`, received: weight });
}

const sum = (losses: readonly Tensor[]): Tensor => losses.reduce((total, loss) => total.add(loss), zeros([]));
