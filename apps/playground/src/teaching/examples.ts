import { hostArray, resize } from '@neurona/datasets';
import { inkOn } from '../pictures/ink.js';
import { type SketchName, sketch } from '../pictures/sketches.js';
import type { Strokes } from '../ui/draw-pad.js';
import { bodySide, keptSide } from '../weights/body-sizes.js';
import { isSketch, type OwnExample, pen, type TaughtClass } from './classes.js';

/** A picture that is learned from, or held out. */
export interface TeachExample {
  /** Tells it from all others. */
  readonly id: string;
  readonly bytes: Uint8Array;
  /** The number of its class. */
  readonly label: number;
  /** The same in the size of `keptSide`. */
  square(): Promise<Uint8Array>;
}

const heldOutDrawings = 10; // of each ready-made class
const everyThird = 3; // of the visitor's own is held out
const firstHeldOut = 1000; // the numbers of the held-out drawings begin here

/** A drawing as a network sees it: black on white. */
export const drawnBytes = (strokes: Strokes, side: number = bodySide): Uint8Array => {
  const ink = inkOn(strokes, side, pen);
  return Uint8Array.from({ length: 3 * ink.length }, (_, i) =>
    Math.round(255 * (1 - ink[Math.floor(i / 3)]!)),
  );
};

/** Whether one of the visitor's own pictures is held out, by its place in its class. */
const isHeldOut = (place: number): boolean => place % everyThird === everyThird - 1;

/** What is learned from and what is held out: ten more drawings of each ready-made class, every third own picture. */
export function examplesOf(
  classes: readonly TaughtClass[],
): Record<'train' | 'test', readonly TeachExample[]> {
  const train: TeachExample[] = [];
  const test: TeachExample[] = [];
  for (const [label, { name, made, own }] of classes.entries()) {
    if (isSketch(name)) {
      const some = (from: number, count: number) =>
        Array.from({ length: count }, (_, i) => drawing(name, from + i, label));
      train.push(...some(0, made));
      test.push(...some(firstHeldOut, heldOutDrawings));
    }
    for (const [place, one] of own.entries()) {
      const { id, bytes } = one;
      (isHeldOut(place) ? test : train).push({ id, bytes, label, square: () => squareOf(one) });
    }
  }
  return { train, test };
}

/** The larger picture; of one that was kept small alone, that as large. */
async function squareOf({ bytes, square }: OwnExample): Promise<Uint8Array> {
  if (square) return new Uint8Array(await square.arrayBuffer());
  const { values } = resize([keptSide, keptSide])(
    hostArray(Float32Array.from(bytes), [bodySide, bodySide, 3]),
  );
  return Uint8Array.from(values, (value) => Math.round(value));
}

/** Ready-made drawings as they were made, by name and number. */
const drawings = new Map<string, Uint8Array>();

/** One of them, which is made when its bytes are asked for. */
const drawing = (name: SketchName, index: number, label: number): TeachExample => {
  const id = `${name} ${index}`;
  return {
    id,
    label,
    get bytes() {
      const bytes = drawings.get(id) ?? drawnBytes(sketch(name, index));
      drawings.set(id, bytes);
      return bytes;
    },
    square: async () => drawnBytes(sketch(name, index), keptSide),
  };
};
