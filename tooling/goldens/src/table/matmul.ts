import * as ops from '@neurona/tensor';
import type { FunctionRow } from '../kinds/kind.js';

const F = 'torch.nn.functional';

/** Group `matmul`: products of matrices, einsum, linear maps. Linear weights are `[out, in]` in PyTorch. */
export const matmul: Readonly<Record<string, FunctionRow>> = {
  'torch.matmul': (call) => ops.matmul(call.tensor(0), call.tensor(1, 'other')),
  'torch.mm': (call) => ops.mm(call.tensor(0), call.tensor(1, 'mat2')),
  'torch.bmm': (call) => ops.bmm(call.tensor(0), call.tensor(1, 'mat2')),
  'torch.mv': (call) => ops.mv(call.tensor(0), call.tensor(1, 'vec')),
  'torch.dot': (call) => ops.dot(call.tensor(0), call.tensor(1, 'other')),
  'torch.outer': (call) => ops.outer(call.tensor(0), call.tensor(1, 'vec2')),
  'torch.addmm': (call) =>
    ops.addmm(call.tensor(0), call.tensor(1, 'mat1'), call.tensor(2, 'mat2'), {
      alpha: call.number(3, 'alpha', 1),
      beta: call.number(4, 'beta', 1),
    }),
  'torch.baddbmm': (call) =>
    ops.baddbmm(call.tensor(0), call.tensor(1, 'batch1'), call.tensor(2, 'batch2'), {
      alpha: call.number(3, 'alpha', 1),
      beta: call.number(4, 'beta', 1),
    }),
  'torch.einsum': (call) => {
    const [equation, ...operands] = call.list(0);
    return ops.einsum(equation as string, ...(operands.flat() as ops.Tensor[]));
  },
  'torch.tensordot': (call) =>
    ops.tensordot(
      call.tensor(0, 'a'),
      call.tensor(1, 'b'),
      (call.get(2, 'dims') ?? 2) as number | readonly [readonly number[], readonly number[]],
    ),
  'torch.cdist': (call) =>
    ops.cdist(call.tensor(0, 'x1'), call.tensor(1, 'x2'), { p: call.number(2, 'p', 2) }),
  [`${F}.linear`]: (call) => {
    const weight = call.tensor(1, 'weight');
    const bias = call.optionalTensor(2, 'bias');
    if (weight.ndim === 2) return ops.linear(call.tensor(0), weight.t(), bias);
    return ops.linear(call.tensor(0), weight.unsqueeze(-1), bias).squeeze(-1); // one output, without an axis
  },
  [`${F}.bilinear`]: (call) =>
    ops.bilinear(
      call.tensor(0, 'input1'),
      call.tensor(1, 'input2'),
      call.tensor(2, 'weight').permute([1, 2, 0]),
      call.optionalTensor(3, 'bias'),
    ),
};
