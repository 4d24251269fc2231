// internal
import { type DType, type Shape, typedArray } from '@neurona/backend';
import { coefficientsOf } from './open-axes.js';
import type { Lower } from './step.js';

type Pairs = readonly (readonly [number, number])[];

const ends = (start: readonly number[], size: readonly number[], step: readonly number[]): number[] =>
  start.map((from, axis) => (size[axis] === 0 ? from : from + (size[axis]! - 1) * step[axis]! + 1));

/** Kernels that create, move and slice arrays. */
export const shapes: Readonly<Record<string, Lower>> = {
  fill: (step) => {
    const { graph } = step;
    const [shape, values, dtype] = [step.arg<Shape>(0), step.all<number>(1), step.arg<DType>(2)];
    // A count of steps or examples, as of a mean, follows from their sizes.
    const isSize = coefficientsOf(values, graph.axes) !== undefined;
    const scalar = isSize ? graph.number(values, dtype) : graph.scalar(step.fixed<number>(1), dtype);
    return shape.length === 0 ? scalar : graph.add('Expand', [scalar, graph.sizes(step.all(0))])[0];
  },
  range: (step) => {
    const { graph } = step;
    const [by, size, dtype] = [step.fixed<number>(1), step.arg<number>(2), step.arg<DType>(3)];
    const [starts, sizes] = [step.all<number>(0), step.all<number>(2)];
    if ([...sizes, ...starts.map((start) => start - starts[0]! + size)].every((one) => one === size)) {
      const values = typedArray(dtype, size).map((_, i) => starts[0]! + i * by);
      return graph.initializer('range', dtype, [size], values);
    }
    // As many as the sizes say: 0, 1, 2, … from a running sum of ones.
    const [ones] = graph.add('Expand', [graph.scalar(1, dtype), graph.sizes(sizes.map((one) => [one]))]);
    const axis = graph.initializer('axis', 'int64', [], BigInt64Array.of(0n));
    const [counted] = graph.add('CumSum', [ones, axis], { exclusive: 1 });
    const [scaled] = graph.add('Mul', [counted, graph.scalar(by, dtype)]);
    return graph.add('Add', [scaled, graph.number(starts, dtype)])[0];
  },
  transpose: (step) => step.graph.transpose(step.input(0), step.arg<readonly number[]>(1)),
  broadcastTo: (step) => step.graph.add('Expand', [step.input(0), step.graph.sizes(step.all(1))])[0],
  slice: (step) => {
    const { graph } = step;
    const by = step.fixed<readonly number[]>(3);
    const starts = step.all<readonly number[]>(1);
    const sizes = step.all<readonly number[]>(2);
    return graph.add('Slice', [
      step.input(0),
      graph.sizes(starts),
      graph.sizes(starts.map((start, probe) => ends(start, sizes[probe]!, by))),
      graph.int64(by.map((_, axis) => axis)),
      graph.int64(by),
    ])[0];
  },
  pad: (step) => {
    const { graph } = step;
    const flat = (pairs: Pairs): number[] => [
      ...pairs.map(([before]) => before),
      ...pairs.map(([, after]) => after),
    ];
    const value = graph.scalar(step.fixed<number>(2), step.array(0).dtype);
    const sizes = graph.sizes(step.all<Pairs>(1).map(flat));
    return graph.add('Pad', [step.input(0), sizes, value], { mode: 'constant' })[0];
  },
  concat: (step) => {
    const lists = step.all<readonly unknown[]>(0);
    const names = lists[0]!.map((_, i) => step.named(lists.map((list) => list[i])));
    return step.graph.add('Concat', names, { axis: step.arg<number>(1) })[0];
  },
  reverse: (step) => {
    const { graph } = step;
    const axes = step.arg<readonly number[]>(1);
    const all = (value: number): string => graph.int64(axes.map(() => value));
    return graph.add('Slice', [step.input(0), all(-1), all(-(2 ** 31)), graph.int64(axes), all(-1)])[0];
  },
  gather: (step) =>
    step.graph.add('Gather', [step.input(0), step.input(1)], { axis: step.arg<number>(2) })[0],
  scatterAdd: (step) => {
    // Updates [outer, k, inner] are summed into zeros at rows `indices`, which ONNX wants one for each element.
    const { graph } = step;
    const axis = step.arg<number>(2);
    const [shapes, sizes] = [step.shapes(0), step.all<number>(3)];
    const target = graph.sizes(shapes.map((shape, probe) => shape.with(axis, sizes[probe]!)));
    const [zeros] = graph.add('Expand', [graph.scalar(0, step.array(0).dtype), target]);
    const column = [
      -1,
      ...step
        .shape(0)
        .slice(axis + 1)
        .map(() => 1),
    ];
    const [indices] = graph.add('Reshape', [step.input(1), graph.int64(column)]);
    const [rows] = graph.add('Expand', [indices, graph.sizes(shapes)]);
    return graph.add('ScatterElements', [zeros, rows, step.input(0)], { axis, reduction: 'add' })[0];
  },
};
