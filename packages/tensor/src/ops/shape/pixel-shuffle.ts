import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { permute } from './permute.js';
import { reshape } from './reshape.js';

function imagesOf(subject: string, x: TensorLike, factor: number): Tensor {
  const input = toTensor(subject, x);
  if (!Number.isInteger(factor) || factor < 1) {
    throw new ArgumentError(subject, { expected: 'a factor of at least 1', received: factor });
  }
  if (input.ndim < 3) {
    throw new ShapeError(subject, {
      expected: 'images [..., H, W, C]',
      received: describeShape(input.shape),
    });
  }
  return input;
}

/**
 * Channels laid out as pixels: each r² channels become an r by r square.
 *
 *     y[..., h·r + a, w·r + b, c] = x[..., h, w, c·r² + a·r + b]
 *
 * Shape: x `[..., H, W, C · r²]` → `[..., H · r, W · r, C]`
 * @throws {@link ShapeError} if x is no image or its channels are no multiple of r².
 * @throws {@link ArgumentError} if the factor is not an integer of at least 1.
 * @example
 * await pixelShuffle(tensor([[[1, 2, 3, 4]]]), 2).array(); // => [[[1], [2]], [[3], [4]]]
 * @see Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural
 * Network", 2016, arXiv:1609.05158
 */
export function pixelShuffle(x: TensorLike, factor: number): Tensor {
  const input = imagesOf('pixelShuffle', x, factor);
  const [height, width, features] = input.shape.slice(-3) as [number, number, number];
  const leading = input.shape.slice(0, -3);
  const channels = features / factor ** 2;
  if (!Number.isInteger(channels)) {
    throw new ShapeError('pixelShuffle', {
      expected: `a multiple of ${factor ** 2} channels`,
      received: features,
      where: `x has shape ${describeShape(input.shape)}`,
    });
  }
  return scoped(() => {
    const split = reshape(input, [-1, height, width, channels, factor, factor]);
    const squares = permute(split, [0, 1, 4, 2, 5, 3]); // [N, H, r, W, r, C]
    return reshape(squares, [...leading, height * factor, width * factor, channels]);
  });
}

/**
 * Pixels laid out as channels: the inverse of {@link pixelShuffle}.
 *
 *     y[..., h, w, c·r² + a·r + b] = x[..., h·r + a, w·r + b, c]
 *
 * Shape: x `[..., H · r, W · r, C]` → `[..., H, W, C · r²]`
 * @throws {@link ShapeError} if x is no image or its height or width is no multiple of r.
 * @throws {@link ArgumentError} if the factor is not an integer of at least 1.
 * @example
 * await pixelUnshuffle(tensor([[[1], [2]], [[3], [4]]]), 2).array(); // => [[[1, 2, 3, 4]]]
 */
export function pixelUnshuffle(x: TensorLike, factor: number): Tensor {
  const input = imagesOf('pixelUnshuffle', x, factor);
  const [fullHeight, fullWidth, channels] = input.shape.slice(-3) as [number, number, number];
  const leading = input.shape.slice(0, -3);
  const [height, width] = [fullHeight / factor, fullWidth / factor];
  if (!Number.isInteger(height) || !Number.isInteger(width)) {
    throw new ShapeError('pixelUnshuffle', {
      expected: `height and width that are multiples of ${factor}`,
      received: `${fullHeight} and ${fullWidth}`,
      where: `x has shape ${describeShape(input.shape)}`,
    });
  }
  return scoped(() => {
    const split = reshape(input, [-1, height, factor, width, factor, channels]);
    const squares = permute(split, [0, 1, 3, 5, 2, 4]); // [N, H, W, C, r, r]
    return reshape(squares, [...leading, height, width, channels * factor ** 2]);
  });
}
