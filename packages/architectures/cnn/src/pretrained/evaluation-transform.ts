import { checkArgument } from '@neurona/backend';
import { centerCrop, compose, type ImageTransform, normalizeImage, resize } from '@neurona/datasets';
import type { EvaluationTransforms } from './published-weights.js';

/**
 * What published weights expect to be done to an image: resized, cropped in the middle, and normalised.
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
  return compose(resize(side, { interpolation }), centerCrop(crop), normalizeImage(mean, std));
}
