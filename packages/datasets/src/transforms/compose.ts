import {
  ArgumentError,
  checkArgument,
  checkOptions,
  checkProbability,
  type OptionTable,
} from '@neurona/backend';
import { type Generator, permutationArray } from '@neurona/tensor';
import { drawChance, drawUniform } from '../draw-numbers.js';
import type { HostArray } from '../host-array.js';
import { checkSetting, makeTransform } from './define-transform.js';
import type { ImageFunction, ImageTransform } from './image-transform.js';

/**
 * Applies transforms in sequence. A batch is processed image by image, so that sizes may differ in between.
 *
 * Shape: that of the first → that of the last.
 * @example
 * const prepare = compose(resize(256), centerCrop(224), normalizeImage());
 * prepare(hostArray(new Float32Array(300 * 400 * 3), [300, 400, 3])).shape; // => [224, 224, 3]
 */
export const compose = (...transforms: readonly ImageFunction[]): ImageTransform =>
  makeTransform('compose', { transforms }, (image, rng, isMask) =>
    transforms.reduce((before, transform) => run('compose', transform, before, rng, isMask), image),
  );

/**
 * Applies a transform with a probability, image by image.
 *
 * Shape: as of the transform, which should keep it.
 * @param probability - Share of the images that are transformed.
 * @throws {@link ArgumentError} if `probability` is not from 0 to 1.
 * @example
 * randomApply(invert(), 1)(hostArray(new Float32Array([0, 1]), [1, 2, 1])).values; // => [1, 0]
 */
export function randomApply(transform: ImageFunction, probability = 0.5): ImageTransform {
  checkProbability('randomApply', probability);
  return makeTransform('randomApply', { transform, probability }, (image, rng, isMask) =>
    drawChance(rng, probability) ? run('randomApply', transform, image, rng, isMask) : image,
  );
}

/** Settings of {@link randomChoice}. */
export interface RandomChoiceOptions {
  /** Weight of each transform, default all equal. */
  readonly weights?: readonly number[];
}

const randomChoiceOptions: OptionTable<RandomChoiceOptions> = { weights: undefined };

/**
 * Applies one of several transforms, drawn for each image.
 *
 * Shape: as of the transforms.
 * @throws {@link ArgumentError} if there are none, or the weights are not one for each, at least 0, above 0 in sum.
 * @example
 * const turn = randomChoice([rotate(0), rotate(90), rotate(180), rotate(270)]);
 * turn(hostArray(new Float32Array([1, 1, 1, 1]), [2, 2, 1])).values; // => [1, 1, 1, 1]
 */
export function randomChoice(
  transforms: readonly ImageFunction[],
  options: RandomChoiceOptions = {},
): ImageTransform {
  checkArgument('randomChoice', 'transforms', transforms, 'list');
  const { weights = transforms.map(() => 1) } = checkOptions('randomChoice', options, randomChoiceOptions);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const isFitting = weights.length === transforms.length && weights.every((weight) => weight >= 0);
  const expected = 'at least one transform, and a weight of at least 0 for each';
  checkSetting('randomChoice', isFitting && total > 0 && total < Infinity, expected, weights);
  return makeTransform('randomChoice', { transforms, ...options }, (image, rng, isMask) => {
    let rest = drawUniform(rng, 0, total);
    const drawn = weights.findIndex((weight) => {
      rest -= weight;
      return rest < 0;
    });
    return run('randomChoice', transforms.at(drawn)!, image, rng, isMask);
  });
}

/**
 * Applies several transforms, each once, in random order, drawn for each image.
 *
 * Shape: as of the transforms.
 * @example
 * const pair = [horizontalFlip(), verticalFlip()];
 * randomOrder(...pair)(hostArray(new Float32Array([1, 2, 3, 4]), [2, 2, 1])).values; // => [4, 3, 2, 1]
 */
export const randomOrder = (...transforms: readonly ImageFunction[]): ImageTransform =>
  makeTransform('randomOrder', { transforms }, (image, rng, isMask) =>
    permutationArray(transforms.length, rng).reduce<HostArray>(
      (before, i) => run('randomOrder', transforms[i]!, before, rng, isMask),
      image,
    ),
  );

function run(
  subject: string,
  transform: ImageFunction,
  image: HostArray,
  rng: Generator,
  isMask: boolean,
): HostArray {
  if (!isMask) return transform(image, rng);
  if ('onMask' in transform) return transform.onMask(image, rng);
  throw new ArgumentError(subject, {
    expected: 'transforms that know what to do to masks',
    received: transform,
    hint: 'Add a method onMask(mask, rng) to the function that draws as the function does.',
  });
}
