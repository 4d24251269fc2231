import { cpu } from '@neurona/backend-cpu';
import { Generator, uniform } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import { type HostArray, hostArray } from '../host-array.js';
import { compose, randomApply, randomChoice } from './compose.js';
import { centerCrop } from './crop.js';
import { horizontalFlip } from './flip-image.js';
import { normalizeImage } from './normalize-image.js';
import { onField, onFields } from './on-fields.js';
import { padImage } from './pad-image.js';
import { randomRotation } from './random-affine.js';
import { randomCrop } from './random-crop.js';
import { resize } from './resize.js';
import { invert, posterize } from './tone.js';

const ramp = (height: number, width: number): HostArray =>
  hostArray(
    Float32Array.from({ length: height * width }, (_, i) => i / (height * width)),
    [height, width, 1],
  );

describe('compose', () => {
  it('runs one after the other, functions of one’s own too', () => {
    const half = ({ values, shape }: HostArray): HostArray =>
      hostArray(
        (values as Float32Array).map((value) => value / 2),
        shape,
      );
    const transform = compose(invert(), half, padImage(1, { fill: 0.25 }));
    expect(transform(hostArray(new Float32Array([0]), [1, 1, 1]))).toEqual(
      hostArray(Float32Array.of(0.25, 0.25, 0.25, 0.25, 0.5, 0.25, 0.25, 0.25, 0.25), [3, 3, 1]),
    );
    expect(() => transform.onMask(hostArray(new Int32Array([0]), [1, 1]))).toThrow(
      '[compose] expected transforms that know what to do to masks, got the function half. Add a method onMask(mask, rng) to the function that draws as the function does.',
    );
  });

  it('prints as it is written', () => {
    expect(String(compose(resize(8, { antialias: false }), normalizeImage(0.5, 0.5), horizontalFlip()))).toBe(
      "compose({ transforms: [resize({ size: 8, interpolation: 'bilinear', antialias: false }), " +
        'normalizeImage({ mean: 0.5, std: 0.5 }), horizontalFlip()] })',
    );
  });
});

describe('onField and onFields', () => {
  it('leave other fields as they are', () => {
    const label = hostArray(new Int32Array([3]), []);
    const example = [ramp(1, 2), label];
    const [image, kept] = onField(0, horizontalFlip())(example);
    expect(image!.values).toEqual(Float32Array.of(0.5, 0));
    expect(kept).toBe(label);
    expect(example[0]!.values).toEqual(Float32Array.of(0, 0.5));
    expect(() => onField(2, invert())(example)).toThrow('[onField] expected a field from 0 to 1, got 2.');
  });

  it('move image and mask alike', () => {
    const side = 12;
    const values = Float32Array.from({ length: side * side }, (_, i) => (i % 5) / 4);
    const image = hostArray(values, [side, side, 1]);
    const mask = hostArray(
      Int32Array.from(values, (value) => 4 * value + 1),
      [side, side],
    );
    const augment = onFields(
      { images: [0], masks: [1] },
      compose(randomRotation(180), randomCrop(6, { padding: 2 })),
    );
    const rng = new Generator(4);
    for (let i = 0; i < 20; i++) {
      const [turned, classes, other] = augment([image, mask, ramp(1, 1)], rng);
      expect([turned!.shape, classes!.shape, other!.shape]).toEqual([
        [6, 6, 1],
        [6, 6],
        [1, 1, 1],
      ]);
      // nearest pixels on both: a class is 4 x + 1 wherever the image is, 0 and 0 beyond it
      const pairs = Array.from(classes!.values, (one, at) => [one, turned!.values[at]!] as const);
      expect(pairs.every(([one, value]) => one === 4 * value + 1 || (one === 0 && value === 0))).toBe(true);
    }
    expect(rng.offset).toBe(20 * 3);
  });

  it('take a batch, whose masks may lack channels', () => {
    const images = hostArray(new Float32Array([0, 0.5, 0.5, 1]), [2, 1, 2, 1]);
    const masks = hostArray(new Int32Array([0, 1, 1, 2]), [2, 1, 2]);
    const [, flipped] = onFields({ images: [0], masks: [1] }, horizontalFlip())([images, masks]);
    expect(flipped).toEqual(hostArray(new Int32Array([1, 0, 2, 1]), [2, 1, 2]));
  });
});

describe('wrong calls', () => {
  it('fail at the call, and say what was expected', () => {
    const image = uniform([2, 2, 3], { backend: cpu().start() });
    for (const transform of [invert(), centerCrop(1), compose(resize(2), normalizeImage())])
      expect(() => transform(image as never)).toThrow('Read it back: hostArray(await x.data(), x.shape).');
    expect(() => invert()(undefined as never)).toThrow(
      '[invert] expected arrays with shape and dtype, got undefined.',
    );
    expect(() => invert().onMask([[1]] as never)).toThrow('[invert.onMask] expected arrays with shape');
    expect(() => invert()(hostArray(new Uint8Array(12), [2, 2, 3]))).toThrow(
      '[invert] expected an image of float32 in [0, 1], got bool. Divide bytes by 255; for a mask of class numbers call onMask.',
    );
    expect(() => invert()(hostArray(new Float32Array(4), [2, 2]))).toThrow(
      '[invert] expected an image [H, W, C] or a batch [N, H, W, C], got [2, 2].',
    );
    expect(() => normalizeImage()(ramp(2, 2))).toThrow(
      '[normalizeImage] expected one number for all channels or one for each of 1, got 3 values.',
    );
    expect(() => resize(0)).toThrow('[resize] expected whole sides of at least 1, got 0.');
    expect(() => centerCrop([3, 2.5])).toThrow(
      '[centerCrop] expected whole sides of at least 1, got [3, 2.5].',
    );
    expect(() => posterize(9)).toThrow('[posterize] expected whole bits from 1 to 8, got 9.');
    expect(() => randomRotation([10, -10])).toThrow(
      '[randomRotation] expected degrees as [low, high], got [10, -10].',
    );
    expect(() => randomApply(invert(), 2)).toThrow(
      '[randomApply] expected a probability from 0 to 1, got 2.',
    );
    expect(() => randomChoice([])).toThrow(
      '[randomChoice] expected at least one transform, and a weight of at least 0 for each, got [].',
    );
  });
});
