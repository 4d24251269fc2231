import { ones, randn, scoped, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
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
  Sequential,
} from '../index.js';
import { describeLayer } from '../testing/index.js';

const affine = (size: number) => ({ weight: [size], bias: [size] });
const tracked = (size: number) => ({ runningMean: [size], runningVar: [size], numBatchesTracked: [] });
const buffers = ['runningMean', 'runningVar', 'numBatchesTracked'];

describeLayer('BatchNorm1d', {
  make: () => new BatchNorm1d(3),
  cases: {
    matrix: { inputs: [[4, 3]], output: [4, 3] },
    sequences: { inputs: [[2, 3, 3]], output: [2, 3, 3] },
  },
  state: { ...affine(3), ...tracked(3) },
  buffers,
  wrong: [
    [[[4, 2]], '[BatchNorm1d] expected 3 features on the last axis, got 2 (x has shape [4, 2]).'],
    [[[2, 2, 2, 3]], '[BatchNorm1d] expected x [N, C] or [N, L, C], got [2, 2, 2, 3].'],
    [[[1, 3]], '[batchNorm] expected more than one value for each channel of a training batch, got 1'],
  ],
});

describeLayer('BatchNorm2d with the mean of all batches', {
  make: () => new BatchNorm2d(2, { momentum: null, eps: 0.01 }),
  cases: { images: { inputs: [[2, 2, 3, 2]], output: [2, 2, 3, 2] } },
  state: { ...affine(2), ...tracked(2) },
  buffers,
  wrong: [[[[4, 2]], '[BatchNorm2d] expected x [N, H, W, C], got [4, 2].']],
});

describeLayer('BatchNorm3d', {
  make: () => new BatchNorm3d(2, { affine: false, trackRunningStats: false }),
  cases: { volumes: { inputs: [[2, 2, 1, 2, 2]], output: [2, 2, 1, 2, 2] } },
});

describeLayer('LayerNorm', {
  make: () => new LayerNorm([2, 3]),
  cases: { matrices: { inputs: [[2, 2, 3]], output: [2, 2, 3] } },
  state: { weight: [2, 3], bias: [2, 3] },
  wrong: [[[[4, 3]], '[layerNorm] expected x with the last axes [2, 3], got [4, 3].']],
});

describeLayer('RMSNorm', {
  make: () => new RMSNorm(4),
  cases: { sequences: { inputs: [[2, 3, 4]], output: [2, 3, 4] }, vector: { inputs: [[4]], output: [4] } },
  state: { weight: [4] },
  wrong: [[[[4, 3]], '[RMSNorm] expected 4 features on the last axis, got 3 (x has shape [4, 3]).']],
});

describeLayer('GroupNorm', {
  make: () => new GroupNorm(2, 4),
  cases: {
    images: { inputs: [[2, 2, 2, 4]], output: [2, 2, 2, 4] },
    matrix: { inputs: [[2, 4]], output: [2, 4] },
  },
  state: affine(4),
  wrong: [[[[2, 3]], '[GroupNorm] expected 4 features on the last axis, got 3']],
});

describeLayer('InstanceNorm1d', {
  make: () => new InstanceNorm1d(2),
  cases: { sequences: { inputs: [[2, 4, 2]], output: [2, 4, 2] } },
  wrong: [[[[4, 2]], '[InstanceNorm1d] expected x [N, L, C], got [4, 2].']],
});

describeLayer('InstanceNorm2d with running moments', {
  make: () => new InstanceNorm2d(2, { affine: true, trackRunningStats: true }),
  cases: { images: { inputs: [[2, 2, 3, 2]], output: [2, 2, 3, 2] } },
  state: { ...affine(2), ...tracked(2) },
  buffers,
});

describeLayer('InstanceNorm3d', {
  make: () => new InstanceNorm3d(2, { affine: true }),
  cases: { volumes: { inputs: [[2, 2, 1, 3, 2]], output: [2, 2, 1, 3, 2] } },
  state: affine(2),
  wrong: [[[[2, 2, 3, 2]], '[InstanceNorm3d] expected x [N, D, H, W, C], got [2, 2, 3, 2]']],
});

describeLayer('LocalResponseNorm', {
  make: () => new LocalResponseNorm(3, { alpha: 0.5 }),
  cases: { images: { inputs: [[2, 2, 1, 4]], output: [2, 2, 1, 4] } },
});

describe('InstanceNorm', () => {
  forEachBackend(() => {
    it('moves running moments in training alone, and leaves its counter as PyTorch does', async () => {
      const layer = new InstanceNorm1d(1, { momentum: 0.5, trackRunningStats: true });
      const x = tensor([[[1], [3]]]);
      layer.forward(x).dispose();
      layer.eval().forward(x).dispose();
      expectClose(await layer.runningMean!.data(), [1]); // halfway from 0 to 2
      expectClose(await layer.runningVar!.data(), [1.5]); // halfway from 1 to 2
      expect(await layer.numBatchesTracked!.item()).toBe(0);
      layer.dispose();
    });
  });
});

describe('BatchNorm', () => {
  forEachBackend(() => {
    it('moves running moments towards those of training batches, and not in evaluation mode', async () => {
      const layer = new BatchNorm1d(1, { momentum: 0.5 });
      const x = tensor([[1], [3]]);
      layer.forward(x).dispose();
      expectClose(await layer.runningMean!.data(), [1]); // halfway from 0 to 2
      expectClose(await layer.runningVar!.data(), [1.5]); // halfway from 1 to 2, the variance with the divisor n - 1
      layer.eval().forward(x).dispose();
      expect(await layer.numBatchesTracked!.item()).toBe(1);
      expectClose(await layer.runningMean!.data(), [1]);
      layer.dispose();
    });

    it('keeps its statistics while it is frozen, and normalises by them', async () => {
      const kinds = [
        () => new BatchNorm1d(1),
        () => new BatchNorm1d(1, { affine: false }),
        () => new InstanceNorm1d(1, { affine: true, trackRunningStats: true }),
      ];
      for (const make of kinds) {
        const layer = make();
        const model = new Sequential(layer);
        const x = tensor([[[1], [3]]]);
        const frozen = model.freeze().forward(x);
        expectClose(await frozen.data(), [1, 3], { rtol: 1e-4, atol: 0 }); // of the mean 0 and the variance 1
        expectClose(await layer.runningMean!.data(), [0]);
        model.unfreeze().forward(x);
        expectClose(await layer.runningMean!.data(), [0.2]);
        model.freeze('0');
        model.forward(x);
        expectClose(await layer.runningMean!.data(), [0.2]);
      }
      const half = new BatchNorm1d(1).freeze('weight'); // the bias learns
      half.forward(tensor([[1], [3]]));
      expect(await half.numBatchesTracked!.item()).toBe(1);
    });

    it('makes running moments the mean of all batches without momentum', async () => {
      const layer = new BatchNorm1d(1, { momentum: null });
      for (const value of [1, 2, 6]) layer.forward(tensor([[value], [value]])).dispose();
      expectClose(await layer.runningMean!.data(), [3]);
      layer.dispose();
    });
  });

  it('gives gradients of the loss to what came before', async () => {
    const x = randn([8, 3], { requiresGrad: true });
    const layer = new BatchNorm1d(3);
    scoped(() => layer.forward(x).sum().backward());
    // The sum of standardised values is constant.
    expectClose(await x.grad!.data(), new Array(24).fill(0), { atol: 1e-5 });
  });

  it('says what it is', () => {
    expect(String(new BatchNorm2d(3, { momentum: null, affine: false }))).toBe(
      'BatchNorm2d(3, eps: 0.00001, momentum: null, affine: false)',
    );
    expect(String(new LayerNorm(4))).toBe('LayerNorm([4], eps: 0.00001)');
  });

  it('refuses settings out of range', () => {
    expect(() => new BatchNorm1d(0)).toThrow(
      '[BatchNorm1d] expected features to be an integer of at least 1, got 0.',
    );
    expect(() => new BatchNorm1d(2, { eps: 0 })).toThrow('[BatchNorm1d] expected eps > 0, got 0.');
    expect(() => new BatchNorm1d(2, { momentum: 2 })).toThrow(
      '[BatchNorm1d] expected momentum from 0 to 1, got 2.',
    );
    expect(() => new GroupNorm(3, 4)).toThrow(
      '[GroupNorm] expected numGroups to divide features, got 3 for 4.',
    );
    expect(() => new LayerNorm([]).forward(ones([2]))).toThrow(
      '[LayerNorm] expected the number of axes to be an integer of at least 1, got 0.',
    );
  });
});
