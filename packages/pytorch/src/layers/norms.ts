// internal
import {
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  GroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  LayerNorm,
  LocalResponseNorm,
  RMSNorm,
} from '@neurona/layers';
import { call, type Python } from '../python/expression.js';
import { isImage, isSequence, type LayerRow, type Place, row } from './layer-row.js';

type BatchNorm = BatchNorm1d | BatchNorm2d | BatchNorm3d;
type InstanceNorm = InstanceNorm1d | InstanceNorm2d | InstanceNorm3d;

const batchNorm = (callee: string, module: BatchNorm, place: Place): Python => {
  const { features, eps, momentum, weight, runningMean } = module;
  if (module.describe().endsWith('folded'))
    place.fail('it is folded into the convolution before; export the model as it was trained');
  return call(
    callee,
    { num_features: features },
    {
      eps: [eps, 1e-5],
      momentum: [momentum, 0.1],
      affine: [weight !== undefined, true],
      track_running_stats: [runningMean !== undefined, true],
    },
  );
};

const instanceNorm = (
  callee: string,
  { features, eps, momentum, weight, runningMean }: InstanceNorm,
): Python =>
  call(
    callee,
    { num_features: features },
    {
      eps: [eps, 1e-5],
      momentum: [momentum, 0.1],
      affine: [weight !== undefined, false],
      track_running_stats: [runningMean !== undefined, false],
    },
  );

export const norms: readonly LayerRow[] = [
  row(BatchNorm1d, (module, place) =>
    batchNorm(isSequence(place) ? 'SequenceBatchNorm1d' : 'nn.BatchNorm1d', module, place),
  ),
  row(BatchNorm2d, (module, place) => batchNorm('nn.BatchNorm2d', module, place)),
  row(BatchNorm3d, (module, place) => batchNorm('nn.BatchNorm3d', module, place)),
  row(InstanceNorm1d, (module) => instanceNorm('SequenceInstanceNorm1d', module)),
  row(InstanceNorm2d, (module) => instanceNorm('nn.InstanceNorm2d', module)),
  row(InstanceNorm3d, (module) => instanceNorm('nn.InstanceNorm3d', module)),
  row(GroupNorm, ({ numGroups, features, eps, weight }, place) =>
    call(
      isSequence(place) ? 'SequenceGroupNorm' : 'nn.GroupNorm',
      { num_groups: numGroups, num_channels: features },
      { eps: [eps, 1e-5], affine: [weight !== undefined, true] },
    ),
  ),
  row(LayerNorm, ({ features, eps, weight, bias }, place) => {
    if (weight && !bias) place.fail('PyTorch before 2.1 has no layer norm without a bias');
    if (isImage(place) && features.length !== 1 && features.length !== place.input!.length - 1)
      place.fail('it normalises some of the axes of images, which PyTorch has in another order');
    const shape = features.length > 2 ? [features.at(-1)!, ...features.slice(0, -1)] : features; // [C, H, W]
    return call(
      isImage(place) && features.length === 1 ? 'ImageLayerNorm' : 'nn.LayerNorm',
      { normalized_shape: shape.length === 1 ? shape[0]! : shape },
      { eps: [eps, 1e-5], elementwise_affine: [weight !== undefined, true] },
    );
  }),
  row(RMSNorm, ({ weight, eps }, place) =>
    call(isImage(place) ? 'ImageRMSNorm' : 'RMSNorm', { features: weight.size, eps }),
  ),
  row(LocalResponseNorm, ({ size, options: { alpha = 0.0001, beta = 0.75, k = 1 } }, place) => {
    if (!isImage(place)) place.fail('its channels are the second axis in PyTorch; use it for images');
    return call('nn.LocalResponseNorm', { size }, { alpha: [alpha, 0.0001], beta: [beta, 0.75], k: [k, 1] });
  }),
];
