import {
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  LayerNorm,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import * as ops from '@neurona/tensor';
import { type Call, given } from '../call.js';
import type { FunctionRow, ModuleRow } from '../kinds/kind.js';

const F = 'torch.nn.functional';

/** `weight, bias, eps`, from a position on. */
const affine = (call: Call, at: number) => ({
  weight: call.optionalTensor(at, 'weight'),
  bias: call.optionalTensor(at + 1, 'bias'),
  eps: call.number(at + 2, 'eps'),
});

type Norm =
  | typeof BatchNorm1d
  | typeof BatchNorm2d
  | typeof BatchNorm3d
  | typeof InstanceNorm1d
  | typeof InstanceNorm2d
  | typeof InstanceNorm3d;

/**
 * `Norm(num_features, eps, momentum, affine, track_running_stats)`.
 * @param axes - Number of axes of a batch.
 */
const norm =
  (Class: Norm, isBatch: boolean, axes: number): ModuleRow =>
  (ctor) => {
    const module = new Class(ctor.number(0, 'num_features')!, {
      ...given<object>({ eps: ctor.number(1, 'eps') }),
      momentum: (ctor.has('momentum') ? (ctor.number(2, 'momentum') ?? null) : 0.1) as number,
      affine: ctor.flag(3, 'affine', isBatch),
      trackRunningStats: ctor.flag(4, 'track_running_stats', isBatch),
    });
    const isSingle = (x: Tensor): boolean => !isBatch && x.ndim < axes; // one example, without an axis
    const forward = (x: Tensor): Tensor =>
      isSingle(x) ? module.forward(x.unsqueeze(0)).squeeze(0) : module.forward(x);
    return { module, forward: (call) => forward(call.tensor(0)) };
  };

/** Group `norm`: functions of any tensors. */
export const normFunctions: Readonly<Record<string, FunctionRow>> = {
  [`${F}.layer_norm`]: (call) =>
    ops.layerNorm(call.tensor(0), call.numbers(1, 'normalized_shape')!, given(affine(call, 2))),
  'golden.models.rms_norm': (call) =>
    ops.rmsNorm(call.tensor(0, 'x'), given({ weight: call.tensor(1, 'weight'), eps: call.number(2, 'eps') })),
  [`${F}.normalize`]: (call) =>
    ops.normalize(
      call.tensor(0),
      given({ p: call.number(1, 'p'), axis: call.number(2, 'dim', 1), eps: call.number(3, 'eps') }),
    ),
};

/** Group `norm`: functions of tensors with channels. */
export const channelNorms: Readonly<Record<string, FunctionRow>> = {
  [`${F}.batch_norm`]: (call) =>
    ops.batchNorm(
      call.tensor(0),
      given({
        runningMean: call.optionalTensor(1, 'running_mean'),
        runningVar: call.optionalTensor(2, 'running_var'),
        weight: call.optionalTensor(3, 'weight'),
        bias: call.optionalTensor(4, 'bias'),
        training: call.flag(5, 'training'),
        momentum: call.number(6, 'momentum'),
        eps: call.number(7, 'eps'),
      }),
    ),
  [`${F}.group_norm`]: (call) =>
    ops.groupNorm(call.tensor(0), call.number(1, 'num_groups')!, given(affine(call, 2))),
  [`${F}.local_response_norm`]: (call) =>
    ops.localResponseNorm(
      call.tensor(0),
      call.number(1, 'size')!,
      given({
        alpha: call.number(2, 'alpha'),
        beta: call.number(3, 'beta'),
        k: call.number(4, 'k'),
      }),
    ),
};

/** Group `norm`: modules. */
export const normModules: Readonly<Record<string, ModuleRow>> = {
  'torch.nn.BatchNorm1d': norm(BatchNorm1d, true, 3),
  'torch.nn.BatchNorm2d': norm(BatchNorm2d, true, 4),
  'torch.nn.BatchNorm3d': norm(BatchNorm3d, true, 5),
  'torch.nn.InstanceNorm1d': norm(InstanceNorm1d, false, 3),
  'torch.nn.InstanceNorm2d': norm(InstanceNorm2d, false, 4),
  'torch.nn.InstanceNorm3d': norm(InstanceNorm3d, false, 5),
  'torch.nn.LayerNorm': (ctor) => {
    const module = new LayerNorm(
      ctor.numbers(0, 'normalized_shape')!,
      given({ eps: ctor.number(1, 'eps'), affine: ctor.flag(2, 'elementwise_affine', true) }),
    );
    return { module, forward: (call) => module.forward(call.tensor(0)) };
  },
};
