// internal
import { type DeviceArray, type Kernels, type ReduceOp, type Shape, sizeOf } from '@neurona/backend';
import type { TfjsAttrs, TfjsRuntime } from '../runtime.js';
import { fill } from './fill.js';
import { select } from './select.js';

const kernels: Record<ReduceOp, string> = {
  sum: 'Sum',
  mean: 'Mean',
  max: 'Max',
  min: 'Min',
  prod: 'Prod',
  all: 'All',
  any: 'Any',
};

const ofNothing: Record<ReduceOp, number> = {
  sum: 0,
  mean: Number.NaN,
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
  prod: 1,
  all: 1,
  any: 0,
};

/** `reduce` by tfjs's kernels. */
export const reduce = (t: TfjsRuntime): Kernels['reduce'] => {
  const choose = select(t);
  return (op, x, axes) => {
    const shape = x.shape.filter((_, axis) => !axes.includes(axis));
    if (sizeOf(x.shape) === 0) return fill(t)(shape, ofNothing[op], x.dtype);
    const merged = mergeAxes(x.shape, axes);
    const input = t.view(x, merged.shape);
    const attrs = { axis: merged.axes, reductionIndices: merged.axes, keepDims: false };
    const kernel = kernels[op];
    if ((op === 'all' || op === 'any') && !t.trusts('Transpose', 'bool')) {
      return t.view(
        t.compose(() => truthOf(t, op, input, attrs)),
        shape,
      );
    }
    if (x.dtype === 'int32' && !t.trusts('Transpose', 'int32')) {
      return t.view(
        t.compose(() => inFloat32(t, kernel, input, attrs)),
        shape,
      );
    }
    if ((op !== 'max' && op !== 'min') || x.dtype !== 'float32' || t.trusts(kernel)) {
      return t.view(t.run(kernel, { x: input }, attrs), shape);
    }
    return t.compose(() => {
      const hasNaN = t.run('Any', { x: t.run('IsNan', { x: input }) }, attrs);
      const extreme = t.run(kernel, { x: input }, attrs);
      return t.view(choose(hasNaN, t.scalar(Number.NaN), extreme), shape);
    });
  };
};

/** `all` and `any` as the least and the greatest of 0 and 1: tfjs transposes bools for them. */
function truthOf(t: TfjsRuntime, op: 'all' | 'any', x: DeviceArray, attrs: TfjsAttrs): DeviceArray {
  const numbers = t.run('Cast', { x }, { dtype: 'float32' });
  const extreme = t.run(op === 'all' ? 'Min' : 'Max', { x: numbers }, attrs);
  return t.run('NotEqual', { a: extreme, b: t.scalar(0) });
}

/** A reduction of int32 in float32: tfjs transposes for it, which fails for int32. */
function inFloat32(t: TfjsRuntime, kernel: string, x: DeviceArray, attrs: TfjsAttrs): DeviceArray {
  const numbers = t.run('Cast', { x }, { dtype: 'float32' });
  return t.run('Cast', { x: t.run(kernel, { x: numbers }, attrs) }, { dtype: 'int32' });
}

/** Joins neighbouring axes that all stay or all go, so that kernels see few axes. */
function mergeAxes(shape: Shape, axes: readonly number[]): { shape: number[]; axes: number[] } {
  const merged: number[] = [];
  const folded: number[] = [];
  let before: boolean | undefined;
  shape.forEach((size, axis) => {
    const goes = axes.includes(axis);
    if (goes === before) {
      merged[merged.length - 1]! *= size;
      return;
    }
    if (goes) folded.push(merged.length);
    merged.push(size);
    before = goes;
  });
  return { shape: merged, axes: folded };
}
