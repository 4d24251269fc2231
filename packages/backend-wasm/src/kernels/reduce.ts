import { type DeviceArray, type Kernels, type ReduceOp, type Shape, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

/** The numbers of assembly/reduce.ts. A mean is a sum that is divided at the end. */
const numbers: Record<ReduceOp, number> = { sum: 0, mean: 0, max: 1, min: 2, prod: 3, all: 4, any: 5 };

/** Neighbouring axes that are reduced together: from `start` to before `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The innermost reduced axes that are adjacent, not counting axes of size 1. */
function innermostSpan(shape: Shape, isFolded: (axis: number) => boolean, from: number): Span {
  let end = from;
  while (end > 0 && !isFolded(end - 1)) end--;
  let start = end;
  for (let axis = end - 1; axis >= 0 && (isFolded(axis) || shape[axis] === 1); axis--) {
    if (isFolded(axis)) start = axis;
  }
  return { start, end };
}

function sizeBetween(shape: Shape, start: number, end: number): number {
  let size = 1;
  for (let axis = start; axis < end; axis++) size *= shape[axis]!;
  return size;
}

export const reduce = (wasm: WasmRuntime): Kernels['reduce'] => {
  const { reduceBool, reduceFloat, reduceInt } = wasm.call;

  function foldSpan(
    op: number,
    x: DeviceArray,
    outer: number,
    n: number,
    inner: number,
    out: DeviceArray,
  ): void {
    if (x.dtype === 'bool') {
      reduceBool(op, wasm.at(x), wasm.at(out), outer, n, inner);
      return;
    }
    const scratch = wasm.scratch(0, 3 * 16 * Math.ceil(inner / 4));
    const kernel = x.dtype === 'float32' ? reduceFloat : reduceInt;
    kernel(op, wasm.at(x), wasm.at(out), outer, n, inner, scratch);
  }

  return (name, x, axes) => {
    const op = numbers[name];
    const shape = x.shape;
    const isFolded = (axis: number) => axes.includes(axis);
    const outShape = shape.filter((_, axis) => !isFolded(axis));
    let current = x;
    let count = 1; // elements that one result is made of
    let inner = 1; // elements that are left of the axes behind the span
    // The innermost axes first: that leaves the least work.
    for (let end = shape.length; end > 0; ) {
      const span = innermostSpan(shape, isFolded, end);
      if (span.end === 0) break;
      inner *= sizeBetween(shape, span.end, end);
      const outer = sizeBetween(shape, 0, span.start);
      const n = sizeBetween(shape, span.start, span.end);
      const isLast = axes[0]! >= span.start; // axes rise
      const out = wasm.make(isLast ? outShape : [outer, inner], x.dtype);
      foldSpan(op, current, outer, n, inner, out);
      if (current !== x) wasm.free(current);
      current = out;
      count *= n;
      end = span.start;
    }
    if (name === 'mean') divide(wasm, current, count);
    return current;
  };
};

function divide(wasm: WasmRuntime, x: DeviceArray, divisor: number): void {
  const at = wasm.at(x);
  const size = sizeOf(x.shape);
  if (x.dtype === 'float32') {
    wasm.call.divideFloat(at, divisor, size);
    return;
  }
  const values = wasm.heap.i32.subarray(at / 4, at / 4 + size);
  values.forEach((value, i) => {
    values[i] = Math.trunc(value / divisor);
  });
}
