// internal: operations on sizes and axes, which need no device
import { type Shape, sizeOf } from '@neurona/backend';
import { elementOf, HostValue, hostList, hostMap, hostOf } from '../host-value.js';
import { type NodeCall, typeOf } from '../node-call.js';

/** An operation whose inputs are all known without the device. */
export type HostOperation = (
  call: NodeCall,
  inputs: readonly HostValue[],
) => HostValue | readonly HostValue[];

const mapped =
  (of: (...values: number[]) => number, type?: HostValue['type']): HostOperation =>
  (_, inputs) =>
    hostMap(inputs, of, type);

const reshaped = ({ values, type }: HostValue, shape: Shape): HostValue => new HostValue(shape, values, type);

/** Sizes of a reshape: 0 keeps one, -1 is what is left. */
export function resolveSizes(call: NodeCall, from: Shape, wanted: readonly number[]): Shape {
  const keeps = call.attribute('allowzero', 0) === 0;
  const sizes = wanted.map((size, i) => (size === 0 && keeps ? (from[i] ?? 0) : size));
  const known = sizeOf(sizes.filter((size) => size !== -1));
  const shape = sizes.map((size) => (size === -1 ? sizeOf(from) / known : size));
  if (sizeOf(shape) === sizeOf(from) && shape.every((size) => Number.isInteger(size) && size >= 0))
    return shape;
  throw call.failure(`a shape of ${sizeOf(from)} elements`, `[${wanted.join(', ')}]`);
}

/** A shape without axes of size 1, all of them or those that are named. */
export function squeezed(call: NodeCall, shape: Shape, axes: readonly number[] | undefined): Shape {
  const named = axes?.map((axis) => call.axis(axis, shape.length));
  const wrong = named?.find((axis) => shape[axis] !== 1);
  if (wrong !== undefined) throw call.failure(`axis ${wrong} to have size 1`, shape[wrong]);
  return shape.filter((size, axis) => (named ? !named.includes(axis) : size !== 1));
}

/** A shape with further axes of size 1. */
export function unsqueezed(call: NodeCall, shape: Shape, axes: readonly number[]): Shape {
  const ndim = shape.length + axes.length;
  const added = new Set(axes.map((axis) => call.axis(axis, ndim)));
  const rest = shape.values();
  return Array.from({ length: ndim }, (_, axis) => (added.has(axis) ? 1 : (rest.next().value ?? 1)));
}

/** Where a slice begins along each axis, how many elements it has, and how far apart they are. */
export function sliceRanges(call: NodeCall, shape: Shape): { start: number; size: number; step: number }[] {
  const ranges = shape.map((size) => ({ start: 0, size, step: 1 }));
  const starts = call.sizes('starts', 1) ?? [];
  const ends = call.sizes('ends', 2) ?? [];
  const axes = call.sizes('axes', 3) ?? starts.map((_, i) => i);
  const steps = call.sizes('steps', 4) ?? starts.map(() => 1);
  for (const [i, given] of axes.entries()) {
    const axis = call.axis(given, shape.length);
    const [length, step] = [shape[axis]!, steps[i] ?? 1];
    if (step === 0) throw call.failure('a step other than 0', step);
    const clip = (bound: number): number => {
      const at = bound < 0 ? bound + length : bound;
      return step > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1);
    };
    const start = clip(starts[i] ?? 0);
    ranges[axis] = { start, size: Math.max(0, Math.ceil((clip(ends[i] ?? length) - start) / step)), step };
  }
  return ranges;
}

const gather: HostOperation = (call, [data, indices]) => {
  const axis = call.axis(call.attribute('axis', 0), data!.shape.length);
  const size = data!.shape[axis]!;
  const shape = [...data!.shape.slice(0, axis), ...indices!.shape, ...data!.shape.slice(axis + 1)];
  const count = indices!.shape.length;
  return hostOf(
    shape,
    (index) => {
      const place = elementOf(indices!, index.slice(axis, axis + count));
      const at = place < 0 ? place + size : place;
      if (!(at >= 0 && at < size)) throw call.failure(`indices below ${size}`, place);
      return elementOf(data!, [...index.slice(0, axis), at, ...index.slice(axis + count)]);
    },
    data!.type,
  );
};

const concat: HostOperation = (call, inputs) => {
  const [first] = inputs as [HostValue];
  const axis = call.axis(call.attribute('axis', 0), first.shape.length);
  const total = inputs.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  return hostOf(
    first.shape.with(axis, total),
    (index) => {
      const ends = inputs.map((_, i) =>
        inputs.slice(0, i + 1).reduce((sum, { shape }) => sum + shape[axis]!, 0),
      );
      const which = ends.findIndex((end) => index[axis]! < end);
      return elementOf(inputs[which]!, index.with(axis, index[axis]! - (ends[which - 1] ?? 0)));
    },
    first.type,
  );
};

/** Operations by name. */
export const hostOperations: Readonly<Record<string, HostOperation>> = {
  Identity: (_, [x]) => x!,
  Add: mapped((a, b) => a + b),
  Sub: mapped((a, b) => a - b),
  Mul: mapped((a, b) => a * b),
  Div: (_, [a, b]) => hostMap([a!, b!], a!.type === 'int64' ? (x, y) => Math.trunc(x / y) : (x, y) => x / y),
  Mod: mapped((a, b) => a - b * Math.floor(a / b)),
  Neg: mapped((a) => -a),
  Abs: mapped(Math.abs),
  Floor: mapped(Math.floor),
  Ceil: mapped(Math.ceil),
  Max: mapped(Math.max),
  Min: mapped(Math.min),
  Equal: mapped((a, b) => +(a === b), 'bool'),
  Less: mapped((a, b) => +(a < b), 'bool'),
  Greater: mapped((a, b) => +(a > b), 'bool'),
  LessOrEqual: mapped((a, b) => +(a <= b), 'bool'),
  GreaterOrEqual: mapped((a, b) => +(a >= b), 'bool'),
  And: mapped((a, b) => a & b, 'bool'),
  Or: mapped((a, b) => a | b, 'bool'),
  Not: mapped((a) => 1 - a, 'bool'),
  Where: (_, [condition, a, b]) => hostMap([condition!, a!, b!], (c, x, y) => (c ? x : y), a!.type),
  Cast: (call, [x]) => {
    const type = typeOf(call, call.attribute('to', 7));
    const of =
      type === 'bool' ? (value: number) => +(value !== 0) : type === 'float32' ? Math.fround : Math.trunc;
    return new HostValue(x!.shape, x!.values.map(of), type === 'int32' ? 'int64' : type);
  },
  Gather: gather,
  Concat: concat,
  Reshape: (call, [x]) => reshaped(x!, resolveSizes(call, x!.shape, call.numbers(1))),
  Squeeze: (call, [x]) => reshaped(x!, squeezed(call, x!.shape, call.sizes('axes', 1))),
  Unsqueeze: (call, [x]) => reshaped(x!, unsqueezed(call, x!.shape, call.sizes('axes', 1) ?? [])),
  Slice: (call, [x]) => {
    const ranges = sliceRanges(call, x!.shape);
    return hostOf(
      ranges.map(({ size }) => size),
      (index) =>
        elementOf(
          x!,
          index.map((at, axis) => ranges[axis]!.start + at * ranges[axis]!.step),
        ),
      x!.type,
    );
  },
  Transpose: (call, [x]) => {
    const order = call.list('perm') ?? x!.shape.map((_, axis) => x!.shape.length - 1 - axis);
    return hostOf(
      order.map((axis) => x!.shape[axis]!),
      (index) =>
        elementOf(
          x!,
          order.map((_, axis) => index[order.indexOf(axis)]!),
        ),
      x!.type,
    );
  },
  Expand: (call, [x]) => {
    const ones = new HostValue(call.numbers(1), new Array<number>(sizeOf(call.numbers(1))).fill(0));
    return hostMap([x!, ones], (value) => value, x!.type);
  },
  Range: (_, [start, limit, step]) => {
    const [from, to, by] = [start!.values[0]!, limit!.values[0]!, step!.values[0]!];
    return hostList(
      Array.from({ length: Math.max(0, Math.ceil((to - from) / by)) }, (_, i) => from + i * by),
    );
  },
  ReduceProd: (_, [x]) => new HostValue([], [sizeOf(x!.values)]),
};
