import * as ops from '@neurona/tensor';
import type { Tensor } from '@neurona/tensor';
import type { Call } from '../call.js';
import type { FunctionRow } from '../kinds/kind.js';

/** `axis` and `keepDims` of a call `f(x, dim, keepdim)`; a key is missing where nothing is given. */
function reduction(call: Call, x: Tensor, at = 1): { axis?: number | number[]; keepDims?: boolean } {
  const axis = call.axes(at, 'dim', x);
  const keepDims = call.flag(at + 1, 'keepdim');
  return { ...(axis !== undefined && { axis }), ...(keepDims && { keepDims }) };
}

/** `f(x, dim, keepdim)` over all axes, several or one. */
const reduce =
  (operation: (x: Tensor, options: { axis?: number | number[]; keepDims?: boolean }) => Tensor): FunctionRow =>
  (call) => {
    const x = call.tensor(0);
    return operation(x, reduction(call, x));
  };

/** The one axis of a call. */
const oneAxis = (call: Call, x: Tensor, position = 1): number => call.axis(position, 'dim', x)!;

/** `f(x, dim)` along one axis. */
const along =
  (operation: (x: Tensor, options: { axis: number }) => Tensor): FunctionRow =>
  (call) => {
    const x = call.tensor(0);
    return operation(x, { axis: oneAxis(call, x) });
  };

/** `torch.var(x, unbiased)` or `torch.var(x, dim, unbiased, keepdim)`, likewise `std`. */
const spread =
  (operation: (x: Tensor, options: { axis?: number | number[]; keepDims?: boolean; correction: number }) => Tensor): FunctionRow =>
  (call) => {
    const x = call.tensor(0);
    const isFlag = typeof call.get(1, 'unbiased') === 'boolean';
    const axis = isFlag ? undefined : call.axes(1, 'dim', x);
    const unbiased = isFlag ? call.flag(1, 'unbiased', true) : call.flag(2, 'unbiased', true);
    const correction = call.number(-1, 'correction') ?? (unbiased ? 1 : 0);
    const keepDims = call.flag(3, 'keepdim');
    return operation(x, { ...(axis !== undefined && { axis }), keepDims, correction });
  };

/** `torch.max(x)` shares the gradient among ties; `torch.max(x, dim)` gives values and indices. */
const extreme =
  (
    full: (x: Tensor) => Tensor,
    along: (x: Tensor, options: { axis: number; keepDims: boolean }) => { values: Tensor; indices: Tensor },
    pairwise: (a: Tensor, b: Tensor) => Tensor,
  ): FunctionRow =>
  (call) => {
    const x = call.tensor(0);
    const second = call.get(1, 'dim') ?? call.get(1, 'other');
    if (second === undefined) return full(x);
    if (typeof second !== 'number') return pairwise(x, call.tensor(1, 'other'));
    const { values, indices } = along(x, { axis: call.ourAxis(x, second), keepDims: call.flag(2, 'keepdim') });
    return [values, indices];
  };

const F = 'torch.nn.functional';

/** Group `reductions`: folding axes away, sorting, running sums, softmax. */
export const reductions: Readonly<Record<string, FunctionRow>> = {
  'torch.sum': reduce(ops.sum),
  'torch.mean': reduce(ops.mean),
  'torch.prod': reduce(ops.prod),
  'torch.amax': reduce(ops.max),
  'torch.amin': reduce(ops.min),
  'torch.all': reduce(ops.all),
  'torch.any': reduce(ops.any),
  'torch.logsumexp': reduce(ops.logSumExp),
  'torch.count_nonzero': (call) => {
    const x = call.tensor(0);
    const axis = call.axes(1, 'dim', x);
    return ops.countNonzero(x, axis === undefined ? {} : { axis });
  },
  'torch.var': spread(ops.variance),
  'torch.std': spread(ops.std),
  'torch.max': extreme(ops.max, ops.maxWithIndex, ops.maximum),
  'torch.min': extreme(ops.min, ops.minWithIndex, ops.minimum),
  'torch.argmax': reduce(ops.argmax as never),
  'torch.argmin': reduce(ops.argmin as never),
  'torch.norm': (call) => {
    const x = call.tensor(0);
    const p = call.get(1, 'p') ?? 2;
    const order = p === 'fro' ? 2 : (p as number);
    return ops.norm(x, { p: order, ...reduction(call, x, 2) });
  },
  'torch.sort': (call) => {
    const x = call.tensor(0);
    const axis = call.axis(1, 'dim', x) ?? -1;
    call.flag(-1, 'stable');
    const { values, indices } = ops.sort(x, { axis, descending: call.flag(2, 'descending') });
    return [values, indices];
  },
  'torch.topk': (call) => {
    const x = call.tensor(0);
    const { values, indices } = ops.topK(x, call.number(1, 'k')!, {
      axis: call.axis(2, 'dim', x) ?? -1,
      largest: call.flag(3, 'largest', true),
    });
    call.flag(4, 'sorted', true);
    return [values, indices];
  },
  'torch.cumsum': along(ops.cumsum),
  'torch.cumprod': along(ops.cumprod),
  [`${F}.softmax`]: along(ops.softmax),
  [`${F}.log_softmax`]: along(ops.logSoftmax),
  [`${F}.softmin`]: along(ops.softmin),
};
