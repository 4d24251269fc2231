// internal
import { defineMultiOp, defineOp, recordsGradient } from '../../autograd/define-op.js';
import { isGradEnabled } from '../../autograd/grad-mode.js';
import type { Tensor } from '../../tensor.js';
import { affine, gradient, type Sample, standardize } from './standardize.js';

type Rows = Pick<Sample, 'eps' | 'centered'>;

const lastAxis = ({ eps, centered }: Rows, x: Tensor): Sample => ({ axes: [x.ndim - 1], eps, centered });

const standardizeRowsOp = defineMultiOp<readonly [Tensor], Rows>({
  name: 'standardizeRows',
  forward(kernels, [x], rows) {
    const { output, scale } = kernels.standardize!(x, rows);
    return { outputs: [output], saved: [x, output, scale] };
  },
  backward([x, y, scale], [grad], rows) {
    // Where the gradient is to be differentiated it is composed.
    if (isGradEnabled()) return [gradient([x!, y!, scale!], grad!, lastAxis(rows, x!))];
    return standardizeGradOp([grad!, y!, scale!], rows);
  },
});

const standardizeGradOp = defineMultiOp<readonly [Tensor, Tensor, Tensor], Rows>({
  name: 'standardizeGrad',
  forward: (kernels, [grad, y, scale], { centered }) => ({
    outputs: [kernels.standardizeGrad!(grad, y, scale, centered)],
  }),
});

const normalizeRowsOp = defineOp<readonly Tensor[], Rows>({
  name: 'normalizeRows',
  forward: (kernels, [x, weight, bias], rows) => ({
    output: kernels.normalizeRows!(x!, weight!, bias, rows),
  }),
});

/** `standardizeRows`, times a weight and shifted by a bias, where there are any; in one kernel where no gradient is recorded. */
export function normalizeRows(
  x: Tensor,
  rows: Rows,
  weight: Tensor | undefined,
  bias: Tensor | undefined,
): Tensor {
  const inputs = [x, weight, bias].filter((input) => input !== undefined);
  const isFused =
    weight &&
    x.backend.kernels.normalizeRows &&
    inputs.every(({ dtype }) => dtype === 'float32') &&
    !recordsGradient(inputs);
  return isFused ? normalizeRowsOp(inputs, rows) : affine(standardizeRows(x, rows), weight, bias);
}

/** Scales the last axis to mean square 1, after taking its mean away if it is to be centred; in one kernel where there is one. */
export function standardizeRows(x: Tensor, rows: Rows): Tensor {
  const { kernels } = x.backend;
  const isFused = kernels.standardize && kernels.standardizeGrad && x.ndim > 0;
  return isFused ? standardizeRowsOp([x], rows)[0]! : standardize(x, lastAxis(rows, x)).output;
}
