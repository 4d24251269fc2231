// internal
import { ArgumentError, describeShape, type Shape, ShapeError } from '@neurona/backend';

/** Settings of a transposed convolution, a number for each axis. */
interface TransposedAxes {
  readonly size: readonly number[];
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];
}

/**
 * Sizes of the output of a transposed convolution.
 * @param given - The shape that error messages name.
 * @throws {@link ArgumentError} if the output padding is too large; {@link ShapeError} if nothing is left of the output.
 */
export function transposedSizes(subject: string, axes: TransposedAxes, given: Shape): number[] {
  const { size, kernelSize, stride, dilation, padding, outputPadding } = axes;
  outputPadding.forEach((extra, axis) => {
    if (extra < Math.max(stride[axis]!, dilation[axis]!)) return;
    throw new ArgumentError(subject, {
      expected: 'outputPadding below the stride or the dilation',
      received: extra,
      where: `stride ${stride[axis]}, dilation ${dilation[axis]}`,
    });
  });
  const sizes = size.map(
    (count, axis) =>
      (count - 1) * stride[axis]! -
      2 * padding[axis]! +
      dilation[axis]! * (kernelSize[axis]! - 1) +
      outputPadding[axis]! +
      1,
  );
  if (Math.min(...sizes) >= 1) return sizes;
  throw new ShapeError(subject, {
    expected: 'an output of at least one element',
    received: describeShape(sizes),
    where: `x has shape ${describeShape(given)}, padding ${describeShape(padding)}`,
    hint: 'Use less padding.',
  });
}
