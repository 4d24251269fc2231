import { hostArray, resize } from '@neurona/datasets';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../testing/failure-of.js';
import { resnet18Weights } from '../weights/resnet-weights.js';
import { evaluationTransform } from './evaluation-transform.js';

const published = resnet18Weights.imagenet1kV1.transforms;
const image = (height: number, width: number, channels = 3) =>
  hostArray(new Float32Array(height * width * channels).fill(0.5), [height, width, channels]);

describe('the preprocessing of published weights', () => {
  it.each([
    ['of one pixel', image(1, 1), published],
    ['smaller than the crop', image(3, 5), published],
    ['20,000 pixels high', image(20_000, 16), { ...published, resize: 8, crop: 7 }],
  ])('takes an image %s', (_, given, transforms) => {
    const { values, shape } = evaluationTransform(transforms)(given);
    expect(shape).toEqual([transforms.crop, transforms.crop, 3]);
    expect(values[0]).toBeCloseTo((0.5 - 0.485) / 0.229, 5);
    expect(values.at(-1)).toBeCloseTo((0.5 - 0.406) / 0.225, 5);
  });

  it('keeps what a cubic makes of sharp edges between 0 and 1', () => {
    const edges = hostArray(
      Float32Array.from({ length: 8 * 8 * 3 }, (_, i) => (Math.floor(i / 12) % 2 ? 1 : 0)),
      [8, 8, 3],
    );
    const plain = { resize: 32, crop: 32, mean: [0, 0, 0], std: [1, 1, 1] } as const;
    const prepare = evaluationTransform({ ...published, ...plain, interpolation: 'bicubic' });
    const values = [...prepare(edges).values];
    const beyond = [...resize(32, { interpolation: 'bicubic' })(edges).values];
    expect(Math.max(...beyond)).toBeGreaterThan(1.01);
    expect(Math.min(...beyond)).toBeLessThan(-0.01);
    expect(values).toEqual(beyond.map((x) => Math.min(Math.max(x, 0), 1)));
    expect(prepare.onMask(hostArray(new Int32Array(64).fill(7), [8, 8])).shape).toEqual([32, 32]);
  });

  it.each([
    [
      'a strip that would be enlarged to a billion pixels',
      image(20_000, 1),
      /^ArgumentError: \[resize\] expected a result of at most 67108864 pixels, got 5120000 × 256 \(the image has 20000 × 1\)/,
    ],
    ['an image of one channel', image(8, 8, 1), /^ShapeError: \[normalizeImage\]/],
    ['an empty image', image(0, 8), /^ShapeError: /],
  ])('refuses %s', (_, given, message) => {
    expect(failureOf(() => evaluationTransform(published)(given))).toMatch(message);
  });
});
