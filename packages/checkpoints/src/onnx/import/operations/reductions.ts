// internal
import { argmax, argmin, cumsum, logSumExp, norm, type Tensor, topK } from '@neurona/tensor';
import type { NodeCall, Operation } from '../node-call.js';

type Along = { readonly axis: readonly number[]; readonly keepDims: boolean };

const reduced =
  (of: (x: Tensor, along: Along) => Tensor): Operation =>
  (call) => {
    const x = call.tensor(0);
    const given = call.sizes('axes', 1);
    if (given?.length === 0 && call.attribute('noop_with_empty_axes', 0) === 1) return x;
    const axis = given && given.length > 0 ? given : x.shape.map((_, i) => i);
    return of(x, { axis, keepDims: call.attribute('keepdims', 1) === 1 });
  };

function extreme(call: NodeCall, of: typeof argmax): Tensor {
  if (call.attribute('select_last_index', 0) === 1) throw call.failure('the first index', 'the last one');
  return of(call.tensor(0), {
    axis: call.attribute('axis', 0),
    keepDims: call.attribute('keepdims', 1) === 1,
  });
}

const running: Operation = (call) => {
  const x = call.tensor(0);
  const axis = call.axis(call.number(1), x.ndim);
  const isReverse = call.attribute('reverse', 0) === 1;
  const given = isReverse ? x.flip(axis) : x;
  const sum = cumsum(given, { axis });
  const own = call.attribute('exclusive', 0) === 1 ? sum.sub(given) : sum;
  return isReverse ? own.flip(axis) : own;
};

const best: Operation = (call) => {
  const x = call.tensor(0);
  const axis = call.axis(call.attribute('axis', -1), x.ndim);
  const { values, indices } = topK(x, call.number(1), { axis, largest: call.attribute('largest', 1) === 1 });
  return [values, indices];
};

/** Reductions, and what runs along an axis. */
export const reductions: Readonly<Record<string, Operation>> = {
  ReduceSum: reduced((x, along) => x.sum(along)),
  ReduceMean: reduced((x, along) => x.mean(along)),
  ReduceMax: reduced((x, along) => x.max(along)),
  ReduceMin: reduced((x, along) => x.min(along)),
  ReduceProd: reduced((x, along) => x.prod(along)),
  ReduceL1: reduced((x, along) => x.abs().sum(along)),
  ReduceL2: reduced((x, along) => norm(x, along)),
  ReduceSumSquare: reduced((x, along) => x.square().sum(along)),
  ReduceLogSumExp: reduced((x, along) => logSumExp(x, along)),
  ArgMax: (call) => extreme(call, argmax),
  ArgMin: (call) => extreme(call, argmin),
  CumSum: running,
  TopK: best,
};
