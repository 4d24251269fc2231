// internal: the Inception networks were published for images in [-1, 1]
import { ArgumentError } from '@neurona/backend';
import { type Tensor, tensor } from '@neurona/tensor';

const mean = [0.485, 0.456, 0.406];
const std = [0.229, 0.224, 0.225];

/**
 * Images that were standardised by ImageNet's mean and deviation, as they would be when standardised by 0.5 and 0.5.
 *
 *     y = x · std / 0.5 + (mean - 0.5) / 0.5
 */
export function toPublishedInput(x: Tensor): Tensor {
  const { backend } = x;
  const scale = tensor(
    std.map((value) => value / 0.5),
    { backend },
  );
  const shift = tensor(
    mean.map((value) => (value - 0.5) / 0.5),
    { backend },
  );
  return x.mul(scale).add(shift);
}

/** Only images of three channels can be standardised so. */
export function checkTransformInput(subject: string, transformInput: boolean, inChannels: number): boolean {
  if (!transformInput || inChannels === 3) return transformInput;
  throw new ArgumentError(subject, {
    expected: 'inChannels 3 with transformInput',
    received: inChannels,
    hint: 'Pass { transformInput: false }, and standardise the images by yourself.',
  });
}
