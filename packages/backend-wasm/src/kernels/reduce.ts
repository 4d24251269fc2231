import { type DeviceArray, type Kernels, type ReduceOp, type Shape, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

/** The numbers of assembly/reduce.ts. A mean is a sum that is divided in the end. */
const numbers: Record<ReduceOp, number> = { sum: 0, mean: 0, max: 1, min: 2, prod: 3, all: 4, any: 5 };

interface Group {
  size: number;
  readonly folded: boolean;
}

/** Neighbouring axes of one fate as one; axes of size 1 have none. */
function groupAxes(shape: Shape, axes: readonly number[]): Group[] {
  const groups: Group[] = [];
  shape.forEach((size, axis) => {
    if (size === 1) return;
    const folded = axes.includes(axis);
    const last = groups.at(-1);
    if (last?.folded === folded) last.size *= size;
    else groups.push({ size, folded });
  });
  return groups;
}

export const reduce = (wasm: WasmRuntime): Kernels['reduce'] => {
  /** Folds one group; the array has the shape of the groups. */
  function foldGroup(
    op: number,
    x: DeviceArray,
    groups: readonly Group[],
    index: number,
    out: DeviceArray,
  ): void {
    const size = (part: readonly Group[]) => part.reduce((product, group) => product * group.size, 1);
    const outer = size(groups.slice(0, index));
    const inner = size(groups.slice(index + 1));
    const n = groups[index]?.size ?? 1;
    if (x.dtype === 'bool') {
      wasm.call.reduceBool(op, wasm.at(x), wasm.at(out), outer, n, inner);
      return;
    }
    const scratch = wasm.scratch(8 * inner + 32);
    const kernel = x.dtype === 'float32' ? wasm.call.reduceFloat : wasm.call.reduceInt;
    kernel(op, wasm.at(x), wasm.at(out), outer, n, inner, scratch);
  }

  return (name, x, axes) => {
    const op = numbers[name];
    const shape = x.shape.filter((_, axis) => !axes.includes(axis));
    let groups = groupAxes(x.shape, axes);
    if (!groups.some((group) => group.folded)) groups.push({ size: 1, folded: true });
    let current = x;
    for (;;) {
      // The innermost first: it needs no strides, and leaves the least to do.
      const index = groups.findLastIndex((group) => group.folded);
      const rest = groups.filter((_, i) => i !== index);
      const last = !rest.some((group) => group.folded);
      const out = wasm.make(last ? shape : rest.map((group) => group.size), x.dtype);
      foldGroup(op, current, groups, index, out);
      if (current !== x) wasm.free(current);
      current = out;
      groups = rest;
      if (last) break;
    }
    if (name === 'mean')
      divide(
        wasm,
        current,
        axes.reduce((count, axis) => count * x.shape[axis]!, 1),
      );
    return current;
  };
};

function divide(wasm: WasmRuntime, x: DeviceArray, divisor: number): void {
  const at = wasm.at(x);
  const size = sizeOf(x.shape);
  if (x.dtype === 'float32') wasm.call.divideFloat(at, divisor, size);
  else
    for (let i = 0; i < size; i++)
      wasm.heap.i32[at / 4 + i] = Math.trunc(wasm.heap.i32[at / 4 + i]! / divisor);
}
