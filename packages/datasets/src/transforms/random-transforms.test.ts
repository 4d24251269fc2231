import { sizeOf } from '@neurona/backend';
import { Generator, manualSeed } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import { type HostArray, hostArray, stackRows } from '../host-array.js';
import { colorJitter } from './color-jitter.js';
import { compose, randomApply, randomChoice, randomOrder } from './compose.js';
import { horizontalFlip, randomHorizontalFlip, randomVerticalFlip } from './flip-image.js';
import { gaussianBlur } from './gaussian-blur.js';
import type { ImageTransform } from './image-transform.js';
import { gaussianNoise, saltAndPepper } from './noise.js';
import { randomAffine, randomRotation, randomShear, randomShift, randomZoom } from './random-affine.js';
import { randomCrop, randomResizedCrop } from './random-crop.js';
import { randomErasing } from './random-erasing.js';
import { invert, randomGrayscale } from './tone.js';

/** An image whose values all differ, in [0, 1). */
const image = (height: number, width: number, channels: number): HostArray => {
  const size = height * width * channels;
  const values = Float32Array.from({ length: size }, (_, i) => ((i * 7) % size) / size);
  return hostArray(values, [height, width, channels]);
};

const everyTransform: readonly ImageTransform[] = [
  randomHorizontalFlip(),
  randomVerticalFlip(),
  randomRotation(30, { interpolation: 'bilinear' }),
  randomRotation([-5, 40]),
  randomShift(0.3),
  randomZoom([0.5, 2]),
  randomShear(20, { interpolation: 'bilinear' }),
  randomAffine({ degrees: 20, translate: [0.2, 0.1], scale: [0.8, 1.2], shear: [-5, 5] }),
  randomCrop([5, 6], { padding: 1, mode: 'reflect' }),
  randomResizedCrop([6, 5]),
  colorJitter({ brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.2 }),
  randomGrayscale(0.5),
  gaussianBlur(3, { sigma: [0.1, 2] }),
  gaussianNoise({ sigma: 0.2 }),
  saltAndPepper(0.2),
  randomErasing({ probability: 0.9 }),
  randomApply(invert(), 0.5),
  randomChoice([invert(), horizontalFlip(), randomShift(0.2)]),
  randomOrder(randomErasing(), randomHorizontalFlip(), randomRotation(90)),
  compose(randomResizedCrop(6), randomHorizontalFlip(), colorJitter({ brightness: [0.5, 1.5] })),
];

describe('every random transform', () => {
  for (const transform of everyTransform) {
    describe(String(transform), () => {
      it('gives the same picture for the same seed, and others for others', () => {
        const picture = image(8, 9, 3);
        const before = picture.values.slice();
        const draws = Array.from({ length: 12 }, (_, seed) => transform(picture, new Generator(seed)));
        expect(draws.map((_, seed) => transform(picture, new Generator(seed)))).toEqual(draws);
        expect(new Set(draws.map(({ values }) => values.join())).size).toBeGreaterThan(1);
        expect(picture.values).toEqual(before);
        manualSeed(5);
        expect(transform(picture)).toEqual(transform(picture, new Generator(5)));
      });

      it('draws for each image of a batch', () => {
        const [one, other] = [image(8, 9, 3), image(8, 9, 3)];
        const rng = new Generator(3);
        const singles = [one, other, one].map((each) => transform(each, rng));
        const batchRng = new Generator(3);
        expect(transform(stackRows([one, other, one]), batchRng)).toEqual(stackRows(singles));
        expect(batchRng.state).toEqual(rng.state);
      });

      it('stays in [0, 1] and takes grey and alpha', () => {
        for (const channels of [1, 4]) {
          for (let seed = 0; seed < 5; seed++) {
            const { values, shape } = transform(image(8, 9, channels), new Generator(seed));
            expect(shape[2]).toBe(channels);
            expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
            expect(Math.max(...values)).toBeLessThanOrEqual(1);
          }
        }
      });

      it('draws for a mask as for its image, and keeps its classes', () => {
        const classes = hostArray(
          Int32Array.from({ length: 72 }, (_, i) => (i % 3) * 100),
          [8, 9],
        );
        for (let seed = 0; seed < 8; seed++) {
          const [rng, maskRng] = [new Generator(seed), new Generator(seed)];
          const { shape } = transform(image(8, 9, 3), rng);
          const mask = transform.onMask(classes, maskRng);
          expect(maskRng.state).toEqual(rng.state);
          expect([mask.dtype, mask.shape]).toEqual(['int32', shape.slice(0, 2)]);
          expect([0, 100, 200]).toEqual(expect.arrayContaining([...new Set(mask.values)]));
        }
      });
    });
  }
});

/** What a transform makes of an image, for seeds from 0 on. */
const draw = (transform: ImageTransform, picture: HostArray, times: number): HostArray[] => {
  const rng = new Generator(11);
  return Array.from({ length: times }, () => transform(picture, rng));
};

const share = (items: readonly unknown[], holds: (index: number) => boolean): number =>
  items.filter((_, i) => holds(i)).length / items.length;

describe('chances', () => {
  it('are those that were asked for', () => {
    const pair = hostArray(new Float32Array([0.25, 0.75]), [1, 2, 1]);
    for (const probability of [0, 0.3, 1]) {
      for (const transform of [randomHorizontalFlip(probability), randomApply(invert(), probability)]) {
        const drawn = draw(transform, pair, 2000);
        const flipped = share(drawn, (i) => drawn[i]!.values[0] === 0.75);
        expect(Math.abs(flipped - probability)).toBeLessThanOrEqual(
          4 * Math.sqrt(0.21 / 2000) * 4 * probability,
        );
      }
    }
    const choices = draw(
      randomChoice([invert(), horizontalFlip()], { weights: [1, 3] }),
      image(1, 2, 1),
      2000,
    );
    const inverted = share(choices, (i) => choices[i]!.values[0] === 1);
    expect(Math.abs(inverted - 0.25)).toBeLessThan(0.04);
  });

  it('of salt and pepper hit their share of the pixels, in all colours', () => {
    const [noisy] = draw(
      saltAndPepper(0.3, { salt: 0.25 }),
      hostArray(new Float32Array(30_000).fill(0.5), [100, 100, 3]),
      1,
    );
    const pixels = Array.from({ length: 10_000 }, (_, i) => noisy!.values.slice(3 * i, 3 * i + 3).join());
    expect(new Set(pixels)).toEqual(new Set(['0.5,0.5,0.5', '0,0,0', '1,1,1']));
    expect(Math.abs(share(pixels, (i) => pixels[i] === '0,0,0') - 0.225)).toBeLessThan(0.017);
    expect(Math.abs(share(pixels, (i) => pixels[i] === '1,1,1') - 0.075)).toBeLessThan(0.011);
  });
});

describe('gaussianNoise', () => {
  it('has its mean and standard deviation, and leaves alpha', () => {
    const gray = hostArray(new Float32Array(40_000).fill(0.5), [100, 100, 4]);
    const values = Array.from(gaussianNoise({ mean: 0.1, sigma: 0.05 })(gray, new Generator(1)).values);
    const noise = values.filter((_, i) => i % 4 < 3).map((value) => value - 0.5);
    const mean = noise.reduce((sum, value) => sum + value, 0) / noise.length;
    const variance = noise.reduce((sum, value) => sum + (value - mean) ** 2, 0) / noise.length;
    expect(Math.abs(mean - 0.1)).toBeLessThan(0.0012);
    expect(Math.abs(Math.sqrt(variance) - 0.05)).toBeLessThan(0.0009);
    expect(values.filter((_, i) => i % 4 === 3).every((value) => value === 0.5)).toBe(true);
  });

  it('goes beyond [0, 1] when asked to', () => {
    const white = hostArray(new Float32Array(100).fill(1), [10, 10, 1]);
    const { values } = gaussianNoise({ sigma: 1, clip: false })(white, new Generator(1));
    expect(Math.max(...values)).toBeGreaterThan(2);
  });
});

describe('randomCrop', () => {
  it('cuts every place alike often', () => {
    const picture = hostArray(Float32Array.of(0, 0.1, 0.2, 0.3, 0.4, 0.5), [2, 3, 1]);
    const drawn = draw(randomCrop([1, 2]), picture, 4000);
    const counts = new Map<string, number>();
    for (const { values } of drawn) counts.set(values.join(), (counts.get(values.join()) ?? 0) + 1);
    expect(counts.size).toBe(4);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(110);
  });

  it('pads what is too small, on both sides, if asked to', () => {
    const transform = randomCrop([3, 4], { padIfNeeded: true, fill: 0.5 });
    for (const { shape, values } of draw(transform, hostArray(new Float32Array([1, 1]), [1, 2, 1]), 50)) {
      expect(shape).toEqual([3, 4, 1]);
      expect(values.filter((value) => value === 1).length + values.filter((v) => v === 0.5).length).toBe(12);
    }
    expect(() => randomCrop(3)(image(2, 5, 1))).toThrow(
      '[randomCrop] expected an image of at least 3 × 3, got 2 × 5.',
    );
  });

  it('gives the image itself where it fits', () => {
    expect(randomCrop([4, 5])(image(4, 5, 3))).toEqual(image(4, 5, 3));
  });
});

describe('randomResizedCrop', () => {
  it('cuts rectangles whose area and ratio keep to their intervals', () => {
    // values are places: the first and the last of a cut tell where it was
    const [height, width] = [40, 60];
    const values = Float32Array.from({ length: height * width * 2 }, (_, i) =>
      i % 2 === 0 ? Math.floor(i / 2 / width) : Math.floor(i / 2) % width,
    );
    const picture = hostArray(values, [height, width, 2]);
    const size = 80; // larger than any cut: the nearest pixels at the corners are those of the cut
    const transform = randomResizedCrop(size, { scale: [0.2, 0.6], interpolation: 'nearest' });
    for (const cut of draw(transform, picture, 300)) {
      const [top, left] = cut.values;
      const [bottom, right] = cut.values.slice(-2);
      const [tall, wide] = [bottom! - top! + 1, right! - left! + 1];
      const area = (tall * wide) / (height * width);
      expect(area).toBeGreaterThan(0.18);
      expect(area).toBeLessThan(0.63);
      expect(wide / tall).toBeGreaterThan(0.7);
      expect(wide / tall).toBeLessThan(1.43);
    }
  });

  it('takes the middle where no rectangle fits', () => {
    const picture = hostArray(
      Float32Array.from({ length: 40 }, (_, i) => i),
      [1, 40, 1],
    );
    const transform = randomResizedCrop([1, 1], { scale: [1, 1], ratio: [3, 3], interpolation: 'nearest' });
    expect(transform(picture, new Generator(1)).values).toEqual(Float32Array.of(19)); // columns 18 to 20
  });
});

describe('randomErasing', () => {
  it('takes out rectangles of the area asked for, never all of the image', () => {
    const white = hostArray(new Float32Array(400 * 3).fill(1), [20, 20, 3]);
    const drawn = draw(randomErasing({ probability: 1, fill: [0.1, 0.2, 0.3] }), white, 300);
    const areas = drawn.map(({ values }) => values.filter((value) => value !== 1).length / 3 / 400);
    expect(Math.min(...areas)).toBeGreaterThan(0.01);
    expect(Math.max(...areas)).toBeLessThan(0.36);
    const erased = drawn[0]!.values.findIndex((value) => value !== 1);
    expect(Array.from(drawn[0]!.values.slice(erased, erased + 3))).toEqual([0.1, 0.2, 0.3].map(Math.fround));
  });

  it('fills with noise', () => {
    const white = hostArray(new Float32Array(10_000).fill(1), [100, 100, 1]);
    const erase = randomErasing({ probability: 1, scale: [0.25, 0.25], ratio: [1, 1], fill: 'noise' });
    const noise = Array.from(erase(white, new Generator(2)).values).filter((value) => value !== 1);
    expect(noise.length).toBe(2500);
    expect(Math.abs(noise.reduce((sum, value) => sum + value ** 2, 0) / 2500 - 1)).toBeLessThan(0.12);
  });
});

describe('randomRotation, randomShift, randomZoom and randomShear', () => {
  it('move things by what is in their intervals', () => {
    const dot = hostArray(new Float32Array(441), [21, 21, 1]);
    dot.values[10 * 21 + 15] = 1; // five to the right of the middle
    const place = ({ values }: HostArray): [x: number, y: number] => {
      const at = values.indexOf(1);
      return [(at % 21) - 10, Math.floor(at / 21) - 10];
    };
    const moved = draw(randomShift([0.2, 0.1]), dot, 400).map(place);
    expect([...new Set(moved.map(([x]) => x))].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...new Set(moved.map(([, y]) => y))].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
    for (const turned of draw(randomRotation([80, 100]), dot, 40)) {
      const [x, y] = place(turned);
      expect([Math.abs(x) <= 1, y]).toEqual([true, -5]); // counter-clockwise: up
    }
    const near = hostArray(new Float32Array(441), [21, 21, 1]);
    near.values[10 * 21 + 12] = 1;
    for (const zoomed of draw(randomZoom([3, 3]), near, 2)) {
      expect(zoomed.values.filter((value) => value === 1).length).toBe(9);
      expect(place(zoomed)).toEqual([5, -1]);
    }
    expect(
      draw(randomShear(40), dot, 40)
        .map(place)
        .every(([x, y]) => x === 5 && y === 0),
    ).toBe(true);
    const above = hostArray(new Float32Array(441), [21, 21, 1]);
    above.values[5 * 21 + 10] = 1;
    const leaned = new Set(draw(randomShear(40), above, 200).map((one) => place(one)[0]));
    expect([...leaned].sort((a, b) => a - b)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]); // 5 tan 40° = 4.2
  });
});

describe('colorJitter', () => {
  it('draws within its intervals, in an order of its own', () => {
    const gray = hostArray(new Float32Array([0.5]), [1, 1, 1]);
    const factors = draw(colorJitter({ brightness: [0.5, 1.5] }), gray, 500).map(
      ({ values }) => values[0]! * 2,
    );
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.5);
    expect(Math.min(...factors)).toBeLessThan(0.52);
    expect(Math.max(...factors)).toBeGreaterThan(1.48);
    const pair = hostArray(new Float32Array([0.2, 0.6]), [1, 2, 1]);
    const orders = draw(colorJitter({ brightness: [2, 2], contrast: [0, 0] }), pair, 100);
    const firsts = new Set(orders.map(({ values }) => values[0]!.toFixed(3)));
    expect(firsts).toEqual(new Set(['0.700', '0.800'])); // (0.4 + 1) / 2, and 2 · (0.2 + 0.6) / 2
  });

  it('does nothing when nothing is asked of it', () => {
    expect(sizeOf(colorJitter({})(image(2, 2, 3)).shape)).toBe(12);
    expect(colorJitter({})(image(2, 2, 3))).toEqual(image(2, 2, 3));
  });
});
