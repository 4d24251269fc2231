// internal
import type { Shape } from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { reshape } from '../shape/reshape.js';

/** A box of a tensor: on axis i `size[i]` elements from `start[i]` on, `step[i]` apart. */
export interface Box {
  readonly start: readonly number[];
  readonly size: readonly number[];
  readonly step: readonly number[];
}

interface BoxOf extends Box {
  /** The whole tensor's shape. */
  readonly from: Shape;
}

const sliceOp: Op<readonly [Tensor], BoxOf> = defineOp({
  name: 'slice',
  forward: (kernels, [x], { start, size, step }) => ({ output: kernels.slice(x, start, size, step) }),
  backward: (_saved, grad, box) => [scoped(() => putBack(grad, box))],
});

/** Puts a box into zeros: the adjoint of taking it. */
function putBack(grad: Tensor, { start, size, step, from }: BoxOf): Tensor {
  let y = grad;
  for (const [axis, apart] of step.entries()) {
    if (apart > 1 && size[axis]! > 1) y = spread(y, axis, apart);
  }
  return padConstant(
    y,
    from.map((whole, axis) => [start[axis]!, whole - start[axis]! - y.shape[axis]!] as const),
    0,
  );
}

/** Puts `step - 1` zeros between the elements of an axis. */
function spread(x: Tensor, axis: number, step: number): Tensor {
  const { shape } = x;
  const count = shape[axis]!;
  const split = reshape(x, [...shape.slice(0, axis + 1), 1, ...shape.slice(axis + 1)]);
  const padded = padConstant(
    split,
    split.shape.map((_, i) => [0, i === axis + 1 ? step - 1 : 0] as const),
    0,
  );
  const merged = reshape(padded, shape.with(axis, count * step));
  return sliceBox(merged, {
    start: shape.map(() => 0),
    size: shape.with(axis, (count - 1) * step + 1),
    step: shape.map(() => 1),
  });
}

/** Takes a box that lies inside of x; x itself if that is all. */
export function sliceBox(x: Tensor, box: Box): Tensor {
  const isAll = box.size.every((size, axis) => size === x.shape[axis]);
  return isAll ? x : sliceOp([x], { ...box, from: x.shape });
}

/** Takes `size` elements of one axis, `step` apart. */
export function sliceAxis(x: Tensor, axis: number, start: number, size: number, step = 1): Tensor {
  return sliceBox(x, {
    start: x.shape.map((_, i) => (i === axis ? start : 0)),
    size: x.shape.with(axis, size),
    step: x.shape.map((_, i) => (i === axis ? step : 1)),
  });
}

/** Elements added before and after each axis. */
export type PadWidths = readonly (readonly [number, number])[];

interface Padding {
  readonly widths: PadWidths;
  readonly value: number;
}

const padConstantOp: Op<readonly [Tensor], Padding> = defineOp({
  name: 'pad',
  forward: (kernels, [x], { widths, value }) => ({ output: kernels.pad(x, widths, value) }),
  backward: (_saved, grad, { widths }) => [
    sliceBox(grad, {
      start: widths.map(([before]) => before),
      size: widths.map(([before, after], axis) => grad.shape[axis]! - before - after),
      step: widths.map(() => 1),
    }),
  ],
});

/** Adds elements of one value around x; widths are at least 0. */
export const padConstant = (x: Tensor, widths: PadWidths, value: number): Tensor =>
  widths.every(([before, after]) => before === 0 && after === 0) ? x : padConstantOp([x], { widths, value });
