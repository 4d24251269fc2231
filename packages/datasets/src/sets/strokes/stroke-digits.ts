import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { defaultGenerator, type Generator, permutationArray } from '@neurona/tensor';
import { ArrayDataset } from '../../dataset.js';
import { hostArray } from '../../host-array.js';
import { checkExamples } from '../../synthetic/points-dataset.js';
import { type Line, smoothLine } from './curve.js';
import { Dice } from './dice.js';
import { drawLine } from './pen.js';
import { type DigitShape, type PenPoint, prototypes } from './prototypes.js';

/** Settings of {@link strokeDigits}. */
export interface StrokeDigitsOptions {
  /** Height and width of an image, at least 8; default 28. */
  readonly size?: number;
  /** How much the writing varies: 0 draws neat digits, 1 is usual handwriting. Default 1. */
  readonly variation?: number;
  /** Where random numbers come from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

const strokeDigitsOptions: OptionTable<StrokeDigitsOptions> = { size: 28, variation: 1, rng: undefined };

/**
 * Digits drawn by strokes of a pen that look as if written by hand: several ways of writing each, with an unsteady hand, slant,
 * turn, size, place, pen width and pressure at random. Needs no download, and has any number of examples.
 *
 * Fields: image float32 `[size, size, 1]` in [0, 1] (0 paper, 1 ink), class int32 `[]` from 0 to 9.
 * @param count - Number of examples; each digit comes as often as the others, or once more.
 * @throws {@link ArgumentError} if `count`, `size` or `variation` is out of range.
 * @example
 * const data = strokeDigits(100, { rng: new Generator(7) });
 * [data.length, data.get(0)[0].shape, data.classNames.length]; // => [100, [28, 28, 1], 10]
 */
export function strokeDigits(count: number, options: StrokeDigitsOptions = {}): ArrayDataset {
  const {
    size = 28,
    variation = 1,
    rng = defaultGenerator(),
  } = checkOptions('strokeDigits', options, strokeDigitsOptions);
  checkExamples('strokeDigits', count);
  checkCount('strokeDigits', 'size', size, 8);
  if (!(variation >= 0 && Number.isFinite(variation))) {
    throw new ArgumentError('strokeDigits', {
      expected: 'variation to be a number of at least 0',
      received: variation,
    });
  }
  const order = permutationArray(count, rng);
  const classes = Int32Array.from(order, (place) => place % 10);
  const dice = new Dice(rng);
  const images = new Float32Array(count * size * size);
  for (const [i, digit] of classes.entries()) {
    writeDigit(images.subarray(i * size * size, (i + 1) * size * size), size, digit, variation, dice);
  }
  const classNames = Array.from({ length: 10 }, (_, digit) => String(digit));
  return new ArrayDataset([hostArray(images, [count, size, size, 1]), hostArray(classes)], { classNames });
}

/** Writes one digit into a picture. */
function writeDigit(picture: Float32Array, size: number, digit: number, variation: number, dice: Dice): void {
  const pixel = size / 28; // lengths below are meant in pixels of an image of 28
  const lines = placed(unsteady(dice.pick(prototypes[digit]!), variation, dice), size, variation, dice);
  const width = (1.3 + dice.uniform(-0.5, 0.6) * variation) * pixel;
  const wave = dice.uniform(0, 2 * Math.PI);
  const pressure = dice.uniform(0, 0.22) * variation;
  const pen = {
    radius: (place: number) =>
      width * (1 + pressure * Math.sin(wave + 5 * place)) * Math.min(1, 0.75 + 4 * (1 - place)),
    softness: Math.max(0.5, 0.7 * pixel),
    ink: 1 - dice.uniform(0, 0.12) * variation,
  };
  for (const line of lines) drawLine(picture, size, line, pen);
}

/** The pen's ways with points off their places, and bent by a slow wave as a whole. */
function unsteady(shape: DigitShape, variation: number, dice: Dice): Line[] {
  const [bendX, bendY] = [dice.normal(0.03 * variation), dice.normal(0.03 * variation)];
  const [startX, startY] = [dice.uniform(0, 2 * Math.PI), dice.uniform(0, 2 * Math.PI)];
  return shape.map((points) =>
    smoothLine(
      points.map(([x, y, corner]): PenPoint => {
        const movedX = x + bendX * Math.sin(startX + 5 * y) + dice.normal(0.024 * variation);
        const movedY = y + bendY * Math.sin(startY + 5 * x) + dice.normal(0.024 * variation);
        return corner ? [movedX, movedY, corner] : [movedX, movedY];
      }),
    ),
  );
}

/** Lines slanted, turned, scaled to the picture and put near its middle. */
function placed(lines: readonly Line[], size: number, variation: number, dice: Dice): Line[] {
  const slant = Math.min(Math.max(0.08 + dice.normal(0.17), -0.25), 0.6) * variation; // more often forward than back
  const angle = dice.normal(0.1 * variation);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const widen = 1.1 + dice.uniform(-0.25, 0.3) * variation;
  const turned = lines.map((line) =>
    line.map(([x, y]): [number, number] => {
      const slanted = widen * x + slant * (0.5 - y);
      return [cos * slanted - sin * y, sin * slanted + cos * y];
    }),
  );
  const [xs, ys] = [0, 1].map((axis) => turned.flatMap((line) => line.map((point) => point[axis]!)));
  const [left, right, top, bottom] = [Math.min(...xs!), Math.max(...xs!), Math.min(...ys!), Math.max(...ys!)];
  const extent = (0.68 + dice.uniform(-0.1, 0.05) * variation) * size; // of the longer side
  const scale = extent / Math.max(right - left, bottom - top);
  const shift = (): number => size / 2 + dice.normal(0.022 * size * variation);
  const [middleX, middleY] = [shift(), shift()];
  return turned.map((line) =>
    line.map(([x, y]): [number, number] => [
      middleX + scale * (x - (left + right) / 2),
      middleY + scale * (y - (top + bottom) / 2),
    ]),
  );
}
