// internal: points of a plane that belong to classes
import * as Plot from '@observablehq/plot';
import { rangeError, typeError } from './errors.js';
import { extremes, finiteNumbers, isArrayLike } from './finite.js';
import { classLook, type LegendEntry } from './legend.js';

/** A point and its class. */
export interface ClassPoint {
  readonly x: number;
  readonly y: number;
  readonly of: number;
}

/** Reads points `[N, 2]` and, where given, their classes `[N]`. */
export function readPoints(subject: string, points: unknown, classes?: ArrayLike<number>): ClassPoint[] {
  if (!isArrayLike(points)) throw typeError(subject, { expected: 'an array of points', received: points });
  if (classes && classes.length !== points.length) {
    throw rangeError(subject, {
      expected: `${points.length} classes, one per point`,
      received: classes.length,
    });
  }
  return Array.from(points, (point, i) => {
    const numbers = finiteNumbers(subject, `points[${i}]`, point);
    if (numbers.length !== 2) {
      const hint = 'Take two columns, or reduce the points to two dimensions.';
      throw rangeError(subject, {
        expected: 'points [x, y]',
        received: numbers.length,
        where: `points[${i}]`,
        hint,
      });
    }
    const of = classes?.[i] ?? 0;
    if (!Number.isInteger(of) || of < 0) {
      throw rangeError(subject, {
        expected: 'a class number ≥ 0',
        received: of,
        where: `classes[${i}]`,
      });
    }
    return { x: numbers[0]!, y: numbers[1]!, of };
  });
}

/** Names of classes 0 to the largest that occurs. */
export function readClassNames(
  subject: string,
  names: readonly (string | number)[] | undefined,
  used: Iterable<number>,
): string[] {
  const count = [...used].reduce((most, of) => Math.max(most, of + 1), 0);
  if (names === undefined) return Array.from({ length: count }, (_, i) => String(i));
  if (names.length >= count) return names.map(String);
  throw rangeError(subject, { expected: `${count} labels, one per class`, received: names.length });
}

/** The legend's entries of classes. */
export const classEntries = (names: readonly string[]): LegendEntry[] =>
  names.map((label, i) => ({ label, ...classLook(i) }));

/** Dots, each class with its colour and sign. */
export function classDots(
  points: readonly ClassPoint[],
  names: readonly string[],
  stroke?: string,
): Plot.Markish[] {
  return names.map((name, of) => {
    const { look, symbol } = classLook(of);
    return Plot.dot(
      points.filter((point) => point.of === of),
      {
        x: 'x',
        y: 'y',
        r: 3.2,
        symbol,
        fill: look.tone.light,
        fillOpacity: 0.9,
        ...(stroke ? { stroke, strokeWidth: 1 } : {}),
        title: ({ x, y }: ClassPoint) => `${names.length > 1 ? `${name}: ` : ''}${short(x)}, ${short(y)}`,
      },
    );
  });
}

/** A number in at most four digits. */
export const short = (value: number): string => String(Number(value.toPrecision(4)));

/** The range of values, a little wider than they are. */
export function paddedRange(values: readonly number[], share = 0.04): [low: number, high: number] {
  const [low, high] = extremes(values);
  const margin = high > low ? (high - low) * share : Math.abs(high) / 10 || 1;
  return [low - margin, high + margin];
}
