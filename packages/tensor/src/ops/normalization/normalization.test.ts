import { ArgumentError, ShapeError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import { Generator } from '../../random/generator.js';
import { randn } from '../../random/normal.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { batchNorm } from './batch-norm.js';
import { groupNorm, instanceNorm } from './group-norm.js';
import { layerNorm, rmsNorm } from './layer-norm.js';
import { localResponseNorm } from './local-response-norm.js';
import { normalize } from './normalize.js';

describeOp('layerNorm', {
  run: (x, weight, bias) => layerNorm(x!, [2, 3], { weight: weight!, bias: bias! }),
  inputs: {
    matrices: [
      [2, 2, 3],
      [2, 3],
      [2, 3],
    ],
  },
});

describeOp('layerNorm without weight', {
  run: (x) => layerNorm(x!, 4, { eps: 0.1 }),
  inputs: { rows: [[3, 4]], empty: [[0, 4]] },
});

describeOp('rmsNorm', {
  run: (x, weight) => rmsNorm(x!, { weight: weight!, eps: 0.01 }),
  inputs: { rows: [[3, 4], [4]] },
});

describeOp('groupNorm', {
  run: (x, weight) => groupNorm(x!, 2, { weight: weight!, bias: weight! }),
  inputs: { images: [[2, 2, 2, 4], [4]] },
});

describeOp('instanceNorm', {
  run: (x, weight) => instanceNorm(x!, { weight: weight! }),
  inputs: { sequences: [[2, 4, 2], [2]] },
});

describeOp('batchNorm in training', {
  run: (x, weight, bias) => batchNorm(x!, { training: true, weight: weight!, bias: bias! }),
  inputs: { matrix: [[5, 2], [2], [2]], images: [[2, 2, 1, 2], [2], [2]] },
});

describeOp('batchNorm with running moments', {
  run: (x, mean, spread, weight) =>
    scoped(() => batchNorm(x!, { runningMean: mean!, runningVar: spread!.exp(), weight: weight! })),
  inputs: { matrix: [[3, 2], [2], [2], [2]] },
});

describeOp('localResponseNorm', {
  run: (x) => localResponseNorm(x!, 3, { alpha: 0.5, k: 2 }),
  inputs: { images: [[2, 1, 5]], vector: [[4]], 'fewer channels than the window': [[2, 2]] },
});

describeOp('normalize', {
  run: (x) => normalize(x!, { axis: 0 }),
  inputs: { matrix: [[3, 2]] },
});

describe('normalisations of rows', () => {
  forEachBackend(() => {
    it('are the same whether a gradient is recorded or not', async () => {
      const rng = new Generator(4);
      const [x, weight, bias] = [[3, 2, 7], [7], [7]].map((shape) => randn(shape, { rng }));
      for (const norm of [
        () => rmsNorm(x!, { weight }),
        () => layerNorm(x!, 7, { weight, bias }),
        () => layerNorm(x!, 7, { weight }),
        () => layerNorm(x!, 7, { bias }),
        () => layerNorm(x!, 7, { weight: tensor([1, 2, 3, 4, 5, 6, 7], { dtype: 'int32' }), bias }),
      ]) {
        x!.requiresGrad = false;
        const plain = norm();
        x!.requiresGrad = true;
        const recorded = norm();
        expect([plain.requiresGrad, recorded.requiresGrad]).toEqual([false, true]);
        expectClose(await plain.data(), await recorded.data());
      }
    });
  });
});

describe('normalisations', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it.each([
    [
      'layerNorm',
      () => layerNorm(ones([2, 3]), 4),
      ShapeError,
      '[layerNorm] expected x with the last axes [4], got [2, 3].',
    ],
    [
      'a weight',
      () => layerNorm(ones([2, 3]), 3, { weight: ones([2]) }),
      ShapeError,
      '[layerNorm] expected a weight of shape [3], got [2] (x has shape [2, 3]).',
    ],
    [
      'groups',
      () => groupNorm(ones([2, 3]), 2),
      ArgumentError,
      '[groupNorm] expected groups that divide the channels, got 2 (x has shape [2, 3]).',
    ],
    [
      'a batch of one',
      () => batchNorm(ones([1, 3]), { training: true }),
      ShapeError,
      '[batchNorm] expected more than one value for each channel of a training batch, got 1 (x has shape [1, 3]). Use a larger batch, a DataLoader with { dropLast: true } where the last batch holds one example, or eval().',
    ],
    [
      'one moment',
      () => batchNorm(ones([2, 3]), { runningMean: ones([3]) }),
      ArgumentError,
      '[batchNorm] expected both running moments or none, got the mean alone.',
    ],
    ['eps', () => rmsNorm(ones([2]), { eps: -1 }), ArgumentError, '[rmsNorm] expected eps ≥ 0, got -1.'],
    ['a scalar', () => rmsNorm(1), ShapeError, '[rmsNorm] expected x with at least one axis, got a scalar.'],
    [
      'a window',
      () => localResponseNorm(ones([2]), 0),
      ArgumentError,
      '[localResponseNorm] expected a size that is an integer of at least 1, got 0.',
    ],
  ] as const)('refuse %s that does not fit', (_what, call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});
