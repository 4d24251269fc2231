// internal: sizes that may vary, and what follows from them
import {
  ArgumentError,
  checkArgument,
  type DType,
  describeShape,
  type Shape,
  ShapeError,
} from '@neurona/backend';

/** Types of what a model takes; `int64` becomes int32 in the file, as our indices are. */
export type InputType = DType | 'int64';

/** An input of the model that is exported, as the caller describes it. */
export interface DescribedInput {
  readonly name: string;
  readonly shape: Shape;
  readonly type: InputType;
  /** For each axis the open axes whose sum it is; none where its size is fixed. */
  readonly axes: readonly (readonly string[])[];
}

/** A size that may vary. */
export interface OpenAxis {
  readonly name: string;
  /** Where the graph reads it: an input, and which of its axes. */
  readonly input: string;
  readonly axis: number;
  /** What the model is traced at: two say how other sizes follow, the third whether they do. */
  readonly sizes: readonly [number, number, number];
}

const batchSizes = [2, 3, 5] as const;

/** The open axes of inputs, each once, in the order in which they appear. */
export function openAxesOf(inputs: readonly DescribedInput[]): OpenAxis[] {
  const found = new Map<string, OpenAxis>();
  for (const { name: input, shape, axes } of inputs) {
    for (const [axis, names] of axes.entries()) {
      const [name] = names;
      if (name === undefined || names.length > 1 || found.has(name)) continue;
      found.set(name, { name, input, axis, sizes: name === 'batch' ? batchSizes : around(shape[axis]!) });
    }
  }
  for (const { name, axes } of inputs) {
    const unknown = axes.flat().find((one) => !found.has(one));
    if (unknown === undefined) continue;
    throw new ArgumentError('exportONNX', {
      expected: 'sums of axes that inputs have alone',
      received: `${unknown}, which no input has`,
      where: name,
    });
  }
  return [...found.values()];
}

/** The size that was given and others below it, as a model's context may end there; none is 1, which broadcasts. */
const around = (size: number): OpenAxis['sizes'] =>
  size >= 5 ? [size, size - 1, size - 3] : [Math.max(size, 2), Math.max(size, 2) + 1, Math.max(size, 2) + 3];

/**
 * What a model is traced at: every combination of the first two sizes of each axis, axis j by bit j of the number, and the third sizes.
 */
export function probesOf(axes: readonly OpenAxis[]): ReadonlyMap<string, number>[] {
  const sizes = (choose: (axis: number) => 0 | 1 | 2): ReadonlyMap<string, number> =>
    new Map(axes.map(({ name, sizes: all }, j) => [name, all[choose(j)]]));
  const combinations = Array.from({ length: 2 ** axes.length }, (_, i) =>
    sizes((j) => ((i >> j) & 1) as 0 | 1),
  );
  return axes.length === 0 ? combinations : [...combinations, sizes(() => 2)];
}

/** An input's shape where open axes have these sizes. */
export const shapeAt = ({ shape, axes }: DescribedInput, sizes: ReadonlyMap<string, number>): Shape =>
  shape.map((size, axis) => {
    const names = axes[axis]!;
    return names.length === 0 ? size : names.reduce((sum, name) => sum + sizes.get(name)!, 0);
  });

/**
 * Coefficients of a size at every combination of open axes, by bits: size = Σ c_m · Π_{j in m} axis_j.
 * @param values - The size at each probe.
 * @returns undefined if it is no such sum.
 */
export function coefficientsOf(values: readonly number[], axes: readonly OpenAxis[]): number[] | undefined {
  const coefficients = values.slice(0, 2 ** axes.length);
  for (const [j, { sizes }] of axes.entries()) {
    for (const i of coefficients.keys()) {
      if (((i >> j) & 1) === 0) continue;
      const without = i ^ (1 << j);
      const slope = (coefficients[i]! - coefficients[without]!) / (sizes[1] - sizes[0]);
      coefficients[without]! -= slope * sizes[0];
      coefficients[i] = slope;
    }
  }
  const product = (mask: number): number =>
    axes.reduce((all, { sizes }, j) => ((mask >> j) & 1 ? all * sizes[2] : all), 1);
  const checked = coefficients.reduce((sum, coefficient, mask) => sum + coefficient * product(mask), 0);
  return coefficients.every(Number.isInteger) && checked === values.at(-1) ? coefficients : undefined;
}

/** Refuses sizes that don't follow from open axes. */
export const bentSize = (values: readonly number[], axes: readonly OpenAxis[]): ArgumentError =>
  new ArgumentError('exportONNX', {
    expected: `sizes that follow from ${axes.map(({ name }) => name).join(' and ')} in a straight line`,
    received: values.slice(0, 2).concat(values.slice(-1)).join(', '),
    where: axes.map(({ name, sizes }) => `${name} is ${sizes.join(', ')}`).join(' and '),
    hint: "Pass { batch: 'fixed' } to export for one size.",
  });

/** A size as text: `batch`, `2*batch + 1`. */
export function sizeText(coefficients: readonly number[], axes: readonly OpenAxis[]): string {
  const terms = coefficients.flatMap((coefficient, mask) => {
    if (coefficient === 0) return [];
    const names = axes.filter((_, j) => (mask >> j) & 1).map(({ name }) => name);
    return [[...(coefficient === 1 && mask !== 0 ? [] : [String(coefficient)]), ...names].join('*')];
  });
  return (coefficients[0] === 0 ? terms : [...terms.slice(1), ...terms.slice(0, 1)]).join(' + ');
}

/** Axes of an input as its description says: the first is the batch, unless that is fixed. */
export function axesOf(
  name: string,
  shape: Shape,
  given: Readonly<Record<number, string>> | undefined,
  hasBatch: boolean,
): (readonly string[])[] {
  const named = checkArgument('exportONNX', 'axes', given ?? {}, 'record', "Write { 1: 'length' }.");
  if (hasBatch && shape.length === 0 && given === undefined) {
    throw new ShapeError('exportONNX', {
      expected: 'a batch axis in every input',
      received: describeShape(shape),
      where: name,
      hint: "Pass { batch: 'fixed' } for a model without one.",
    });
  }
  for (const [axis, text] of Object.entries(named)) {
    if (Number(axis) in shape && typeof text === 'string' && text !== '') continue;
    throw new ArgumentError('exportONNX', {
      expected: `names of axes 0 to ${shape.length - 1}`,
      received: `${axis}: ${text}`,
      where: name,
    });
  }
  const isBatchFirst = hasBatch && !Object.values(named).includes('batch');
  return shape.map((_, axis) => {
    const text = named[axis] ?? (axis === 0 && isBatchFirst ? 'batch' : undefined);
    return text === undefined ? [] : text.split('+').map((part) => part.trim());
  });
}
