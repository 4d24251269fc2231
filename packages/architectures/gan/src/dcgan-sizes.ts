// internal
import { ArgumentError } from '@neurona/backend';

/** How an image side comes about: the side of the first maps, and how often it doubles. */
interface DCGANSize {
  readonly firstSide: number;
  readonly doublings: number;
}

/** Image sides that there are networks for. */
export type ImageSize = 28 | 32 | 64;

const sizes: Readonly<Record<ImageSize, DCGANSize>> = {
  28: { firstSide: 7, doublings: 2 },
  32: { firstSide: 4, doublings: 3 },
  64: { firstSide: 4, doublings: 4 },
};

/** What makes an image size, or an `ArgumentError`. */
export function dcganSize(subject: string, imageSize: ImageSize): DCGANSize {
  if (Object.hasOwn(sizes, imageSize)) return sizes[imageSize];
  throw new ArgumentError(subject, {
    expected: `imageSize to be ${Object.keys(sizes).join(', ')}`,
    received: imageSize,
    hint: 'Resize the images: resize(32) of @neurona/datasets.',
  });
}
