// internal
import { defineOp, type Op } from '../autograd/define-op.js';
import type { Tensor } from '../tensor.js';
import { sliceBox } from './slice.js';

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
