// internal
import { type DType, type Shape, typedArray } from '@neurona/backend';
import type { Lower } from './step.js';

type Pairs = readonly (readonly [number, number])[];

const ends = (start: readonly number[], size: readonly number[], step: readonly number[]): number[] =>
  start.map((from, axis) => (size[axis] === 0 ? from : from + (size[axis]! - 1) * step[axis]! + 1));

/** Kernels that create, move and slice arrays. */
export const shapes: Readonly<Record<string, Lower>> = {
  fill: (step) => {
    const { graph } = step;
    const [shape, value, dtype] = [step.arg<Shape>(0), step.fixed<number>(1), step.arg<DType>(2)];
    const scalar = graph.scalar(value, dtype);
    return shape.length === 0 ? scalar : graph.add('Expand', [scalar, graph.sizes(shape, step.other(0))])[0];
  },
  range: (step) => {
    const { graph } = step;
    const [start, by] = [step.fixed<number>(0), step.fixed<number>(1)];
    const [size, dtype] = [step.arg<number>(2), step.arg<DType>(3)];
    const otherSize = step.other<number>(2);
    if (size === otherSize) {
      const values = typedArray(dtype, size).map((_, i) => start + i * by);
      return graph.initializer('range', dtype, [size], values);
    }
    // As many as the batch says: 0, 1, 2, … from a running sum of ones.
    const ones = graph.add('Expand', [graph.scalar(1, dtype), graph.sizes([size], [otherSize])])[0];
    const axis = graph.initializer('axis', 'int64', [], BigInt64Array.of(0n));
    const [counted] = graph.add('CumSum', [ones, axis], { exclusive: 1 });
    const [scaled] = graph.add('Mul', [counted, graph.scalar(by, dtype)]);
    return graph.add('Add', [scaled, graph.scalar(start, dtype)])[0];
  },
  transpose: (step) => step.graph.transpose(step.input(0), step.arg<readonly number[]>(1)),
  broadcastTo: (step) =>
    step.graph.add('Expand', [step.input(0), step.graph.sizes(step.arg<Shape>(1), step.other(1))])[0],
  slice: (step) => {
    const { graph } = step;
    const [start, size] = [step.arg<readonly number[]>(1), step.arg<readonly number[]>(2)];
    const by = step.fixed<readonly number[]>(3);
    const others = ends(step.other(1), step.other(2), step.other(3));
    return graph.add('Slice', [
      step.input(0),
      graph.sizes(start, step.other(1)),
      graph.sizes(ends(start, size, by), others),
      graph.int64(start.map((_, axis) => axis)),
      graph.int64(by),
    ])[0];
  },
  pad: (step) => {
    const { graph } = step;
    const padding = step.arg<Pairs>(1);
    const flat = (pairs: Pairs): number[] => [
      ...pairs.map(([before]) => before),
      ...pairs.map(([, after]) => after),
    ];
    const value = graph.scalar(step.fixed<number>(2), step.array(0).dtype);
    const sizes = graph.sizes(flat(padding), flat(step.other<Pairs>(1)));
    return graph.add('Pad', [step.input(0), sizes, value], { mode: 'constant' })[0];
  },
  concat: (step) => {
    const others = step.other<readonly unknown[]>(0);
    const names = step.arg<readonly unknown[]>(0).map((array, i) => step.named(array, others[i]));
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
    const [axis, size] = [step.arg<number>(2), step.arg<number>(3)];
    const [shape, otherShape] = [step.shape(0), (step.otherArgs[0] as { shape: Shape }).shape];
    const target = graph.sizes(shape.with(axis, size), otherShape.with(axis, step.other<number>(3)));
    const [zeros] = graph.add('Expand', [graph.scalar(0, step.array(0).dtype), target]);
    const column = [-1, ...shape.slice(axis + 1).map(() => 1)];
    const [indices] = graph.add('Reshape', [step.input(1), graph.int64(column)]);
    const [rows] = graph.add('Expand', [indices, graph.sizes(shape, otherShape)]);
    return graph.add('ScatterElements', [zeros, rows, step.input(0)], { axis, reduction: 'add' })[0];
  },
};
