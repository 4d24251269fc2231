import { checkShape, describeShape, type Shape, ShapeError } from '@neurona/backend';

/** Number of inputs of each output, and of outputs of each input. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fans of a weight: channels times the size of the kernel.
 *
 *     fanIn = shape[-2] · K        fanOut = shape[-1] · K        K = product of the axes before
 *
 * @param shape - `[in, out]` or `[...kernel, in, out]`.
 * @throws {@link ShapeError} if there are fewer than two axes.
 * @example
 * fansOf([3, 3, 16, 32]); // => { fanIn: 144, fanOut: 288 }
 */
export function fansOf(shape: Shape): Fans {
  checkShape('fansOf', shape);
  if (shape.length < 2) {
    throw new ShapeError('fansOf', {
      expected: 'a weight [..., in, out] with at least two axes',
      received: describeShape(shape),
    });
  }
  const places = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return { fanIn: shape.at(-2)! * places, fanOut: shape.at(-1)! * places };
}
