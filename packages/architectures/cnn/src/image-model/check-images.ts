// internal
import { ArgumentError, describeShape, ShapeError } from '@neurona/backend';
import { isTensor, type Tensor } from '@neurona/tensor';

/**
 * Returns a batch of images or feature maps that is one.
 * @param expected - What it is called, with its axes.
 * @throws {@link ArgumentError} if it is no tensor, {@link ShapeError} if it hasn't four axes.
 */
export function checkImages(subject: string, expected: string, x: Tensor): Tensor {
  if (!isTensor(x)) {
    throw new ArgumentError(subject, {
      expected,
      received: x,
      hint: 'Make a tensor of arrays: tensor(values).',
    });
  }
  if (x.ndim === 4) return x;
  throw new ShapeError(subject, {
    expected,
    received: describeShape(x.shape),
    hint: x.ndim === 3 ? 'One image is a batch of one: x.unsqueeze(0).' : undefined,
  });
}
