import { call, callOf, listOf, type Python } from '../python/expression.js';

/** Variations that torchvision has as well; each is drawn for each image. */
export interface PyTorchAugmentation {
  /** Rotation to either side in degrees, shifts as shares of width and height, zooms. */
  readonly affine?: {
    readonly degrees?: number;
    readonly translate?: readonly [x: number, y: number];
    readonly scale?: readonly [least: number, most: number];
  };
  /** Probability with which an image is mirrored. */
  readonly horizontalFlip?: number;
}

/** @internal The transform of images [C, H, W], of torchvision. */
export function augmentationCall({ affine, horizontalFlip }: PyTorchAugmentation): Python {
  const steps: Python[] = [];
  if (affine) {
    const { degrees = 0, translate = null, scale = null } = affine;
    steps.push(
      call(
        'transforms.RandomAffine',
        { degrees },
        {
          translate: [translate, null],
          scale: [scale, null],
          interpolation: [{ name: 'transforms.InterpolationMode.BILINEAR' }],
        },
      ),
    );
  }
  if (horizontalFlip) steps.push(call('transforms.RandomHorizontalFlip', { p: horizontalFlip }));
  return callOf('transforms.Compose', [listOf(steps)]);
}
