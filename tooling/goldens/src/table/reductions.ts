import type { Tensor } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import { type Call, given } from '../call.js';
import type { FunctionRow } from '../kinds/kind.js';

interface Reduction {
  readonly axis?: number | number[];
  readonly keepDims?: boolean;
}

/** One axis or several; no axis, like an empty list, means all. */
function axesOf(call: Call, position: number): number | number[] | undefined {
  const axes = call.numbers(position, 'dim');
  return typeof axes === 'object' && axes.length === 0 ? undefined : axes;
}

/** `axis` and `keepDims` of a call `f(x, dim, keepdim)`. */
const reduction = (call: Call, at = 1): Reduction =>
  given({ axis: axesOf(call, at), keepDims: call.flag(at + 1, 'keepdim') });

/** `f(x, dim, keepdim)` over all axes, several or one. */
const reduce =
  (operation: (x: Tensor, options: Reduction) => Tensor): FunctionRow =>
  (call) =>
    operation(call.tensor(0), reduction(call));

/** `f(x, dim, keepdim)` over all axes or one. */
const argReduce =
  (operation: (x: Tensor, options: { axis?: number; keepDims?: boolean }) => Tensor): FunctionRow =>
  (call) =>
    operation(call.tensor(0), given({ axis: call.number(1, 'dim'), keepDims: call.flag(2, 'keepdim') }));

/** `f(x, dim)` along one axis. */
const along =
  (operation: (x: Tensor, options: { readonly axis: number }) => Tensor): FunctionRow =>
  (call) =>
    operation(call.tensor(0), { axis: call.number(1, 'dim')! });

/** `f(x, unbiased)`, `f(x, dim, unbiased, keepdim)` or `f(x, dim, correction=…, keepdim=…)`. */
const spread =
  (operation: (x: Tensor, options: Reduction & { readonly correction: number }) => Tensor): FunctionRow =>
  (call) => {
    const x = call.tensor(0);
    const isFull = typeof call.peek(1) === 'boolean';
    const axis = isFull ? undefined : axesOf(call, 1);
    const unbiased = call.flag(isFull ? 1 : 2, 'unbiased', true);
    const correction = call.named('correction') as number | undefined;
    const keepDims = call.flag(3, 'keepdim');
    return operation(x, { ...given({ axis, keepDims }), correction: correction ?? (unbiased ? 1 : 0) });
  };

type WithIndex = (x: Tensor, options: ops.ExtremeFunctionOptions) => ops.ValuesWithIndices;

/**
 * `torch.max(x)` shares the gradient among ties, `torch.max(x, dim)` returns values and indices, `torch.max(x, y)` the larger
 * one.
 */
const extreme =
  (full: (x: Tensor) => Tensor, withIndex: WithIndex, ofTwo: (a: Tensor, b: Tensor) => Tensor): FunctionRow =>
  (call) => {
    const x = call.tensor(0);
    if (ops.isTensor(call.peek(1)) || call.named('other')) return ofTwo(x, call.tensor(1, 'other'));
    const axis = call.number(1, 'dim');
    const keepDims = call.flag(2, 'keepdim');
    if (axis === undefined) return full(x);
    const { values, indices } = withIndex(x, { axis, keepDims });
    return [values, indices];
  };

const F = 'torch.nn.functional';

/** Group `reductions`: reductions, sorting, running sums, softmax. */
export const reductions: Readonly<Record<string, FunctionRow>> = {
  'torch.sum': reduce(ops.sum),
  'torch.mean': reduce(ops.mean),
  'torch.prod': reduce(ops.prod),
  'torch.amax': reduce(ops.max),
  'torch.amin': reduce(ops.min),
  'torch.all': reduce(ops.all),
  'torch.any': reduce(ops.any),
  'torch.logsumexp': reduce(ops.logSumExp),
  'torch.count_nonzero': reduce(ops.countNonzero),
  'torch.var': spread(ops.variance),
  'torch.std': spread(ops.std),
  'torch.max': extreme(ops.max, ops.maxWithIndex, ops.maximum),
  'torch.min': extreme(ops.min, ops.minWithIndex, ops.minimum),
  'torch.argmax': argReduce(ops.argmax),
  'torch.argmin': argReduce(ops.argmin),
  'torch.norm': (call) => {
    return ops.norm(call.tensor(0), {
      p: (call.get(1, 'p') ?? 'fro') as number | 'fro',
      ...reduction(call, 2),
    });
  },
  'torch.sort': (call) => {
    call.named('stable'); // ours always is
    const { values, indices } = ops.sort(
      call.tensor(0),
      given({ axis: call.number(1, 'dim'), descending: call.flag(2, 'descending') }),
    );
    return [values, indices];
  },
  'torch.topk': (call) => {
    call.flag(4, 'sorted', true); // ours always are
    const { values, indices } = ops.topK(
      call.tensor(0),
      call.number(1, 'k')!,
      given({ axis: call.number(2, 'dim'), largest: call.flag(3, 'largest', true) }),
    );
    return [values, indices];
  },
  'torch.cumsum': along(ops.cumsum),
  'torch.cumprod': along(ops.cumprod),
  [`${F}.softmax`]: along(ops.softmax),
  [`${F}.log_softmax`]: along(ops.logSoftmax),
  [`${F}.softmin`]: along(ops.softmin),
};
