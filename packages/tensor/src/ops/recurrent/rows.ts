// internal
import { defineMultiOp } from '../../autograd/define-op.js';
import { zeros } from '../../create.js';
import type { Tensor } from '../../tensor.js';
import { concat } from '../shape/concat.js';
import { reshape } from '../shape/reshape.js';

const rowsOp = defineMultiOp<readonly [Tensor], number>({
  name: 'rows',
  forward(kernels, [x], count) {
    const row = x.shape.slice(1);
    const starts = row.map(() => 0);
    const outputs = Array.from({ length: count }, (_, i) =>
      kernels.slice(
        x,
        [i, ...starts],
        [1, ...row],
        x.shape.map(() => 1),
      ),
    );
    return { outputs, saved: [] };
  },
  // One concatenation of all rows: the gradient of each slice by itself would be a tensor of x's size.
  backward(_saved, grads, count) {
    const { shape, backend } = grads.find((grad) => grad !== undefined)!;
    const parts = Array.from({ length: count }, (_, i) => grads[i] ?? zeros(shape, { backend }));
    return [concat(parts)];
  },
});

/** @internal Every row of the first axis, which is removed; all gradients are computed at once. */
export const rows = (x: Tensor): Tensor[] =>
  rowsOp([x], x.shape[0]!).map((row) => reshape(row, x.shape.slice(1)));
