import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import type { Module } from '@neurona/layers';
import { concat, noGrad, type Tensor, tensor } from '@neurona/tensor';
import { chosenClasses, type ExplainedClasses, explained } from './explained.js';

/** Settings of {@link occlusionMap}. */
export interface OcclusionMapOptions {
  /** Side of the square that covers a part, default a quarter of the images' shorter side. */
  readonly windowSize?: number;
  /** Pixels between squares, default half of `windowSize`. */
  readonly stride?: number;
  /** Value of covered pixels, default 0. */
  readonly fill?: number;
  /** The class to explain, one for all images or one for each; default the one that the model predicts. */
  readonly classes?: ExplainedClasses;
  /** Most images in one forward pass, default 64. */
  readonly batchSize?: number;
}

const occlusionMapOptions: OptionTable<OcclusionMapOptions> = {
  windowSize: 1,
  stride: 1,
  fill: 0,
  classes: 0,
  batchSize: 64,
};

/**
 * By how much the probability of a class falls where a square covers a part of the image.
 *
 *     map_ij = mean over the squares s that cover pixel (i, j) of p(x) - p(x with s covered)        p = softmax(logits)
 *
 * It needs no gradient, and a forward pass for each square. The model runs in evaluation mode, and is left as it was.
 *
 * Shape: x `[N, H, W, C]` → `[N, H, W]`.
 * @param model - A classifier: images `[N, H, W, C]` → logits `[N, K]`.
 * @param options - `windowSize` (a quarter of the shorter side), `stride` (half of `windowSize`), `fill` (0), `classes` (the predicted
 * ones), `batchSize` (64).
 * @throws {@link ShapeError} if x or the logits have other axes; {@link ArgumentError} if a setting is out of its range, there is no
 * such class, or squares would leave gaps.
 * @example
 * const model = new Sequential(new Flatten(), new Linear(4, 2));
 * model.layers[1].weight.assign(tensor([[1, 0], [0, 0], [3, 0], [0, 0]]));
 * model.layers[1].bias.assign(zeros([2]));
 * await occlusionMap(model, ones([1, 2, 2, 1]), { windowSize: 1, stride: 1 }).data(); // => [0.0294, 0, 0.251, 0]
 * @see Zeiler, Fergus, "Visualizing and Understanding Convolutional Networks", 2013, arXiv:1311.2901
 */
export function occlusionMap(model: Module, x: Tensor, options: OcclusionMapOptions = {}): Tensor {
  const settings = checkOptions('occlusionMap', options, occlusionMapOptions);
  return explained('occlusionMap', model, x, (images) => noGrad(() => fallOf(model, images, settings)));
}

function fallOf(model: Module, images: Tensor, options: OcclusionMapOptions): Tensor {
  const [count, height, width] = images.shape as readonly [number, number, number, number];
  const { batchSize = 64, fill = 0 } = options;
  checkCount('occlusionMap', 'batchSize', batchSize);
  const covers = coversOf(height, width, options);
  const logits = model.forward(images); // [N, K]
  const chosen = chosenClasses('occlusionMap', logits, options.classes); // [N, K]
  const probability = (scores: Tensor): Tensor =>
    scores
      .reshape([-1, ...logits.shape])
      .softmax({ axis: -1 })
      .mul(chosen)
      .sum({ axis: -1 }); // [P, N]
  const whole = probability(logits); // [1, N]
  const atOnce = Math.max(1, Math.floor(batchSize / count));
  const falls: Tensor[] = [];
  for (let from = 0; from < covers.length; from += atOnce) {
    const part = covers.slice(from, from + atOnce);
    const mask = stacked(part, [part.length, 1, height, width, 1]);
    const covered = images.mul(mask.neg().add(1)).add(mask.mul(fill)); // [P, N, H, W, C]
    const scores = model.forward(covered.reshape([-1, ...images.shape.slice(1)])); // [P · N, K]
    falls.push(whole.sub(probability(scores)));
  }
  const all = stacked(covers, [covers.length, height * width]);
  const summed = concat(falls).transpose().matmul(all); // [N, H · W]
  return summed.div(all.sum({ axis: 0 })).reshape([count, height, width]);
}

/** For each square, ones where it covers. */
function coversOf(height: number, width: number, options: OcclusionMapOptions): Float32Array[] {
  const side = Math.min(height, width);
  const size = checkCount('occlusionMap', 'windowSize', options.windowSize ?? Math.ceil(side / 4));
  const stride = checkCount('occlusionMap', 'stride', options.stride ?? Math.ceil(size / 2));
  const wrong = (expected: string, received: number): ArgumentError =>
    new ArgumentError('occlusionMap', { expected, received });
  if (size > side) throw wrong(`windowSize to be at most ${side}, the images' shorter side`, size);
  if (stride > size)
    throw wrong(`stride to be at most the windowSize of ${size}, so that no pixel is left out`, stride);
  return startsOf(height, size, stride).flatMap((top) =>
    startsOf(width, size, stride).map((left) => {
      const cover = new Float32Array(height * width);
      for (let row = top; row < top + size; row++)
        cover.fill(1, row * width + left, row * width + left + size);
      return cover;
    }),
  );
}

/** Where squares begin along an axis: the last one ends at the edge. */
function startsOf(length: number, size: number, stride: number): number[] {
  const last = length - size;
  const count = Math.ceil(last / stride) + 1;
  return Array.from({ length: count }, (_, i) => Math.min(i * stride, last));
}

function stacked(covers: readonly Float32Array[], shape: readonly number[]): Tensor {
  const size = covers[0]!.length;
  const values = new Float32Array(covers.length * size);
  for (const [i, cover] of covers.entries()) values.set(cover, i * size);
  return tensor(values, { shape });
}
