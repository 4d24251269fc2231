import { ArgumentError } from '@neurona/backend';
import { defaultGenerator, type Generator } from '@neurona/tensor';
import type { Example } from '../dataset.js';
import type { HostArray } from '../host-array.js';
import type { ImageFunction, ImageTransform } from './image-transform.js';

/**
 * Applies a transform to one field of an example, such as the image of image and class; the others stay.
 * @param field - The field's number.
 * @throws {@link ArgumentError} if an example has no such field.
 * @example
 * const example = [hostArray(new Float32Array([1, 2]), [1, 2, 1]), hostArray(new Int32Array([7]), [])];
 * onField(0, horizontalFlip())(example)[0].values; // => [2, 1]
 */
export const onField =
  (field: number, transform: ImageFunction): ((example: Example, rng?: Generator) => Example) =>
  (example, rng) =>
    example.with(checkField('onField', field, example), transform(example[field]!, rng));

/** Which fields of an example {@link onFields} transforms. */
export interface FieldRoles {
  /** Fields that are images of one height and width. */
  readonly images: readonly number[];
  /** Fields that are masks of class numbers, `[H, W]` or `[H, W, 1]`. */
  readonly masks?: readonly number[];
}

/**
 * Applies a transform to several fields of an example with the same random numbers: an image is rotated like its mask. Colours of
 * masks stay, and their class numbers are never mixed.
 * @throws {@link ArgumentError} if an example has no such field.
 * @throws {@link ShapeError} if fields have different heights or widths.
 * @example
 * const image = hostArray(new Float32Array([0.1, 0.9]), [1, 2, 1]);
 * const mask = hostArray(new Int32Array([0, 1]), [1, 2]);
 * const augment = onFields({ images: [0], masks: [1] }, randomHorizontalFlip(1));
 * augment([image, mask])[1].values; // => [1, 0]
 */
export const onFields =
  (roles: FieldRoles, transform: ImageTransform): ((example: Example, rng?: Generator) => Example) =>
  (example, rng = defaultGenerator()) => {
    const { images, masks = [] } = roles;
    const start = rng.state;
    let end = start;
    const result = [...example];
    const ndim = example[images[0] ?? -1]?.shape.length ?? 3;
    for (const field of [...images, ...masks]) {
      const value = example[checkField('onFields', field, example)]!;
      rng.state = start; // the same numbers for each
      result[field] = images.includes(field) ? transform(value, rng) : onMask(transform, value, ndim, rng);
      if (rng.offset > end.offset) end = rng.state;
    }
    rng.state = end;
    return result;
  };

/** A mask may lack the axis of channels that its image has. */
function onMask(transform: ImageTransform, mask: HostArray, ndim: number, rng: Generator): HostArray {
  if (mask.shape.length !== ndim - 1) return transform.onMask(mask, rng);
  const result = transform.onMask({ ...mask, shape: [...mask.shape, 1] }, rng);
  return { ...result, shape: result.shape.slice(0, -1) };
}

function checkField(subject: string, field: number, example: Example): number {
  if (Number.isInteger(field) && field >= 0 && field < example.length) return field;
  throw new ArgumentError(subject, { expected: `a field from 0 to ${example.length - 1}`, received: field });
}
