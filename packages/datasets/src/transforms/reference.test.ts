import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type HostArray, hostArray, stackRows } from '../host-array.js';
import {
  adjustBrightness,
  adjustContrast,
  adjustGamma,
  adjustHue,
  adjustSaturation,
} from './adjust-color.js';
import { affineImage, rotate } from './affine-image.js';
import { centerCrop, crop } from './crop.js';
import { horizontalFlip, verticalFlip } from './flip-image.js';
import { gaussianBlur } from './gaussian-blur.js';
import type { ImageTransform } from './image-transform.js';
import { normalizeImage } from './normalize-image.js';
import { padImage } from './pad-image.js';
import { resize } from './resize.js';
import { grayscale, invert, posterize, solarize } from './tone.js';

interface Case {
  readonly transform: keyof typeof transforms;
  readonly args: readonly never[];
  readonly image: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

interface Reference {
  readonly images: Record<string, { readonly shape: readonly number[]; readonly bytes: readonly number[] }>;
  readonly cases: readonly Case[];
}

const transforms = {
  resize,
  crop,
  centerCrop,
  padImage,
  horizontalFlip,
  verticalFlip,
  rotate,
  affineImage,
  adjustBrightness,
  adjustContrast,
  adjustSaturation,
  adjustHue,
  adjustGamma,
  grayscale,
  invert,
  posterize,
  solarize,
  normalizeImage,
  gaussianBlur,
} satisfies Record<string, (...args: never[]) => ImageTransform>;

const reference = JSON.parse(
  readFileSync(new URL('../../fixtures/images/transforms.json', import.meta.url), 'utf8'),
) as Reference;

const images = new Map<string, HostArray>(
  Object.entries(reference.images).map(([name, { shape, bytes }]) => [
    name,
    hostArray(
      Float32Array.from(bytes, (byte) => byte / 255),
      shape,
    ),
  ]),
);

const make = ({ transform, args }: Case): ImageTransform =>
  (transforms[transform] as (...args: readonly never[]) => ImageTransform)(...args);

const largestDifference = (actual: HostArray, expected: readonly number[]): number =>
  expected.reduce((worst, value, i) => Math.max(worst, Math.abs(value - actual.values[i]!)), 0);

describe('agrees with torchvision and Pillow', () => {
  for (const name of Object.keys(transforms) as (keyof typeof transforms)[]) {
    const cases = reference.cases.filter(({ transform }) => transform === name);
    it(`${name}, in ${cases.length} cases`, () => {
      expect(cases.length).toBeGreaterThan(0);
      for (const one of cases) {
        const title = `${one.transform}(${JSON.stringify(one.args)}) of ${one.image}`;
        const image = images.get(one.image)!;
        const before = image.values.slice();
        const result = make(one)(image);
        expect(result.shape, title).toEqual(one.shape);
        expect(largestDifference(result, one.values), title).toBeLessThan(2e-5); // values have five digits
        expect(image.values, title).toEqual(before);
      }
    });

    it(`${name} of a batch is that of each image`, () => {
      const [one] = cases;
      const image = images.get(one!.image)!;
      const other = hostArray(image.values.slice().reverse(), image.shape);
      const transform = make(one!);
      expect(transform(stackRows([image, other]))).toEqual(stackRows([transform(image), transform(other)]));
    });
  }
});
