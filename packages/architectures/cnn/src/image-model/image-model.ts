import { ArgumentError, checkCount, describeShape, NeuronaError, ShapeError } from '@neurona/backend';
import { Module } from '@neurona/layers';
import { checkTensor, type Tensor } from '@neurona/tensor';
import { leastImageSize } from './least-image-size.js';

/** Settings that every network for images has. */
export interface ImageModelOptions {
  /** Number of classes, default 1000. */
  readonly numClasses?: number;
  /** Channels of the images, default 3. */
  readonly inChannels?: number;
}

/** Stages of a network in the order of its forward pass: the paths of the modules in each, by the stage's name. The last is the head. */
export type Stages = Readonly<Record<string, readonly string[]>>;

/**
 * A network for images: features of the images, and a head that makes logits of them.
 *
 *     forward(x) = classify(features(x))
 *
 * Shape: x `[N, H, W, inChannels]` → features `[N, h, w, C]` → logits `[N, numClasses]`.
 *
 * A field named `body` is called `features` in state dictionaries, as in torchvision.
 */
export abstract class ImageModel extends Module {
  readonly inChannels: number;
  #numClasses: number;

  constructor({ numClasses, inChannels }: Required<ImageModelOptions>) {
    super();
    this.inChannels = checkCount(this.kind, 'inChannels', inChannels);
    this.#numClasses = checkCount(this.kind, 'numClasses', numClasses);
  }

  /** The stages, from the images to the head. */
  abstract readonly stages: Stages;

  /** Features of images `[N, H, W, C]` that were checked. */
  protected abstract extract(x: Tensor): Tensor;

  /** The logits of features. */
  abstract classify(features: Tensor): Tensor;

  /** Puts new layers for so many classes in the place of the last ones. */
  protected abstract replaceClassifier(numClasses: number): void;

  /** Number of classes. */
  get numClasses(): number {
    return this.#numClasses;
  }

  /**
   * The features that the head sees: what comes before pooling and classifying.
   *
   * Shape: x `[N, H, W, inChannels]` → `[N, h, w, C]`.
   * @throws {@link ShapeError} if x has other axes or channels, or is too small; the message names the least size.
   */
  features(x: Tensor): Tensor {
    return this.withImages(x, (images) => this.extract(images));
  }

  /**
   * The logits.
   *
   * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`.
   * @throws {@link ShapeError} if x has other axes or channels, or is too small; the message names the least size.
   */
  override forward(x: Tensor): Tensor {
    return this.withImages(x, (images) => this.classify(this.extract(images)));
  }

  /**
   * Puts a new head for other classes in the place of the old one, whose last layers are freed, and returns the model. Call it before the
   * optimizer is made, which takes the parameters that there are.
   * @param numClasses - Number of classes.
   * @throws {@link ArgumentError} if it is not an integer of at least 1.
   */
  resetClassifier(numClasses: number): this {
    this.replaceClassifier(checkCount(this.kind, 'numClasses', numClasses));
    this.#numClasses = numClasses;
    return this.train(this.training);
  }

  /**
   * Freezes the stages from the images to the named one, and returns the model.
   * @throws {@link ArgumentError} if there is no such stage.
   */
  freezeThrough(stage: string): this {
    const names = Object.keys(this.stages);
    return this.freeze(this.pathsOf(names.slice(0, this.positionOf(stage) + 1)));
  }

  /**
   * Lets the named stage and those behind it learn again, and returns the model.
   * @throws {@link ArgumentError} if there is no such stage.
   */
  unfreezeFrom(stage: string): this {
    return this.unfreeze(this.pathsOf(Object.keys(this.stages).slice(this.positionOf(stage))));
  }

  /**
   * The side of the smallest square images that it takes, found by runs on a device without values; undefined over 1024.
   * @param run - What is to run, default the forward pass.
   */
  leastImageSize(run: (x: Tensor) => unknown = (x) => this.classify(this.extract(x))): number | undefined {
    return leastImageSize(this, run);
  }

  /** @internal */
  override *entries(): Generator<readonly [string, unknown]> {
    for (const [name, value] of Object.entries(this)) yield [name === 'body' ? 'features' : name, value];
  }

  private positionOf(stage: string): number {
    const names = Object.keys(this.stages);
    const position = names.indexOf(stage);
    if (position !== -1) return position;
    throw new ArgumentError(this.kind, {
      expected: `a stage among ${names.join(', ')}`,
      received: stage,
    });
  }

  /** What matches the paths of everything in stages. */
  private pathsOf(names: readonly string[]): RegExp {
    const paths = names.flatMap((name) => this.stages[name]!).map((path) => path.replaceAll('.', '\\.'));
    return new RegExp(`^(?:${paths.join('|')})(?:\\.|$)`);
  }

  private checkImages(x: Tensor): void {
    checkTensor(this.kind, x);
    if (x.ndim === 4 && x.shape[3] === this.inChannels) return;
    const channelsFirst = x.ndim === 4 && x.shape[1] === this.inChannels;
    throw new ShapeError(this.kind, {
      expected: `images [N, H, W, ${this.inChannels}]`,
      received: describeShape(x.shape),
      hint: channelsFirst ? 'Channels come last: permute x to [0, 2, 3, 1].' : undefined,
    });
  }

  /** Checks images and runs a forward pass; where it fails as they are too small, the error names the least size. */
  protected withImages<Result>(x: Tensor, run: (x: Tensor) => Result): Result {
    this.checkImages(x);
    try {
      return run(x);
    } catch (error) {
      if (!(error instanceof NeuronaError)) throw error;
      const least = this.leastImageSize(run);
      const [, height, width] = x.shape as readonly [number, number, number, number];
      if (least === undefined || Math.min(height, width) >= least) throw error;
      throw new ShapeError(this.kind, {
        expected: `images of at least ${least} × ${least}`,
        received: `${height} × ${width}`,
        where: `x has shape ${describeShape(x.shape)}`,
        hint: 'Resize them first.',
        cause: error,
      });
    }
  }
}
