import { checkArgument } from '@neurona/backend';
import {
  centerCrop,
  compose,
  type HostArray,
  type ImageTransform,
  normalizeImage,
  resize,
} from '@neurona/datasets';
import type { EvaluationTransforms } from './published-weights.js';

/**
 * What published weights expect to be done to an image: resized, cropped in the middle, and normalised. What a cubic takes beyond 0 and 1 at
 * sharp edges is cut off, as PIL's bytes do.
 *
 * Shape: `[H, W, 3]` or a batch of them → `[crop, crop, 3]`.
 * @throws {@link ArgumentError} if a side is not an integer of at least 1, or a standard deviation is not above 0.
 * @example
 * const prepare = evaluationTransform(resnet18Weights.imagenet1kV1.transforms);
 * prepare(hostArray(new Float32Array(30 * 40 * 3), [30, 40, 3])).shape; // => [224, 224, 3]
 */
export function evaluationTransform(transforms: EvaluationTransforms): ImageTransform {
  const hint = 'Pass the transforms of published weights.';
  checkArgument('evaluationTransform', 'transforms', transforms, 'record', hint);
  const { resize: side, crop, interpolation, mean, std } = transforms;
  const sized = [resize(side, { interpolation }), ...(interpolation === 'bicubic' ? [withinBounds] : [])];
  return compose(...sized, centerCrop(crop), normalizeImage(mean, std));
}

/** Values from 0 to 1; a mask stays as it is. */
const withinBounds = /* @__PURE__ */ Object.assign(
  (image: HostArray): HostArray => ({
    ...image,
    values: Float32Array.from(image.values, (x) => Math.min(Math.max(x, 0), 1)),
  }),
  { onMask: (mask: HostArray): HostArray => mask },
);
