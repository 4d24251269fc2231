import { NeuronaError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import * as checkpoints from '@neurona/checkpoints';
import * as datasets from '@neurona/datasets';
import * as layers from '@neurona/layers';
import * as optimizers from '@neurona/optimizers';
import * as regularizers from '@neurona/regularizers';
import * as tensor from '@neurona/tensor';
import * as training from '@neurona/training';
import { beforeAll, describe, expect, it } from 'vitest';

/** What is called with nothing, null, text and arrays of others; a function in no row may do without. */
const called: readonly (readonly [exports: object, names: string])[] = [
  [
    tensor,
    'add concat conv2d einsum enableGrad gruCell lstmCell matmul maxPool2d meshgrid noGrad onesLike scoped stack sum zerosLike',
  ],
  [layers, 'ModuleDict ModuleList Linear activityPenalty crossEntropy fansOf initNormal mse summary'],
  [optimizers, 'Adam ChainedScheduler ExponentialMovingAverage SGD SequentialLR clipGradValue'],
  [regularizers, 'chosenWeights l2'],
  [
    datasets,
    'ArrayDataset CacheDataset ConcatDataset DataLoader SequentialSampler StackDataset Subset completeRows dropColumns fetchBatch imageInfo mapBatches randomSplit readCifar readCsv readIdx readNpy readNpz readText selectColumns selectRows stackExamples stackRows table tableColumn tableMatrix takeRows targetsOf trainTestSplit unstackRows',
  ],
  [
    checkpoints,
    'checkWritable decodeSafetensors encodeWeights exportONNX fromTorchStateDict listCheckpoints loadSafetensors loadTorch loadWeights lockFolder openSafetensors saveWeights toTorchStateDict',
  ],
  [
    training,
    'ModelCheckpoint balancedClassWeights cohenKappa confusionMatrix crossValidate evaluate fit gridSearch meanIoU predict randomSearch rocAUCScore',
  ],
];

const strangers: readonly (readonly unknown[])[] = [
  [],
  [null, null],
  [7, 7],
  [{}, {}],
  [[1], [1]],
  ['\0', '\0'],
];

describe('what it can’t be called with is refused by a typed error of', () => {
  beforeAll(() => useBackend(cpu()));

  const rows = called.flatMap(([exports, names]) => names.split(' ').map((name) => [name, exports] as const));
  it.each(rows)('%s', async (name, exports) => {
    const value = (exports as Record<string, unknown>)[name] as (...values: unknown[]) => unknown;
    const isClass = /^class\b/.test(String(value));
    for (const values of strangers) {
      try {
        await (isClass ? Reflect.construct(value, values) : value(...values));
      } catch (error) {
        expect(error, `${name}(${JSON.stringify(values)})`).toBeInstanceOf(NeuronaError);
      }
    }
  });

  it('the splits of a cross-validation', () => {
    const [folds, classes, groups] = [
      new datasets.KFold(2),
      new datasets.StratifiedKFold(2),
      new datasets.GroupKFold(2),
    ];
    for (const split of [folds.split, classes.split, groups.split]) {
      const owner = split === folds.split ? folds : split === classes.split ? classes : groups;
      expect(() => (split as () => unknown).call(owner)).toThrow(
        'expected a data set, got undefined. Make one of arrays',
      );
    }
  });
});
