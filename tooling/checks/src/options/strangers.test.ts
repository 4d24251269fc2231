import { NeuronaError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import * as datasets from '@neurona/datasets';
import { type AnyModule, Linear } from '@neurona/layers';
import { isTensor, ones } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import { publicPackages } from '../workspace.js';

/** Packages whose exports serve the packages above them, which have checked the arguments, and the one that is made of the others. */
const inner = ['neurona', '@neurona/backend-cpu', '@neurona/backend-wasm', '@neurona/backend-webgpu'];

/** Exports that are not called, by reason. */
const notCalled: Readonly<Record<string, string>> = {
  'downloads where it is called with nothing':
    'cifar10 cifar100 fashionMnist kmnist mnist strokeDigits tatoeba tinyShakespeare tfjs',
  'chooses the backend of all other calls': 'offerBackends setBackend useBackend',
  'makes a large network where it is called with nothing': 'Transformer lenet5 unet',
  'is called for each operation, with shapes that the operation has checked':
    'broadcastShapes describeShape philoxBlock randomValues sameShape sizeOf splitAtAxis stridesOf windowCount',
  'checks arguments itself, by a table that its caller wrote': 'checkArgument checkOptions withDefaults',
  'is thrown with parts that its types demand':
    'ArgumentError AutogradError BackendError CheckpointError DTypeError DatasetError DisposedError GroupError NeuronaError ShapeError WeightsError',
  'is extended, or made by functions and layers that check':
    'ImageModel ONNXModel Optimizer RecurrentDirection RecurrentLayer SequenceReader Tensor VariationalAutoencoder',
  'starts MPI in this process': 'mpi',
  'is called inside of other packages': 'TfjsBackend dataOf own silenceLimit totalLimit',
};
const skipped = new Set(Object.values(notCalled).flatMap((names) => names.split(' ')));

await useBackend(cpu());
const matrix = ones([2, 2]);
const model: AnyModule = new Linear(2, 2);

/** What comes where something else is expected: alone, everywhere, and behind a right first argument. */
const values: readonly unknown[] = [undefined, null, 7, '\0', [1], {}];
const strangers: readonly (readonly unknown[])[] = [
  [],
  ...values.map((value) => [value, value, value]),
  ...values.map((value) => [matrix, value]),
  ...values.map((value) => [matrix, matrix, value]),
  [2, null],
  [[1, 2], undefined],
  [model, null],
];

const show = (items: readonly unknown[]): string =>
  items
    .map((item) => (isTensor(item) ? 'a tensor' : item === model ? 'a model' : JSON.stringify(item)))
    .join(', ');

/** Calls with strangers whose error is none of ours: the call, and what is thrown. */
async function bareErrors(exported: (...items: unknown[]) => unknown): Promise<string[]> {
  const isClass = /^class\b/.test(String(exported));
  const bare: string[] = [];
  for (const items of strangers) {
    try {
      await (isClass ? Reflect.construct(exported, items) : exported(...items));
    } catch (error) {
      const isOurs =
        error instanceof NeuronaError || /^\[.+\] expected .+, got /.test((error as Error).message);
      if (!isOurs) bare.push(`(${show(items)}): ${(error as Error).message}`);
    }
  }
  return bare;
}

describe('what it can’t be called with is refused by a typed error of', () => {
  const packages = publicPackages()
    .map(({ name }) => name)
    .filter((name) => !inner.includes(name));
  it.each(packages)('all functions and classes of %s', { timeout: 600_000 }, async (name) => {
    const exports = (await import(name)) as Record<string, unknown>;
    const found: Record<string, string[]> = {};
    for (const [key, value] of Object.entries(exports)) {
      const isLarge = typeof value === 'function' && 'network' in value; // a published network, made with all defaults
      if (typeof value !== 'function' || isLarge || skipped.has(key)) continue;
      const bare = await bareErrors(value as (...items: unknown[]) => unknown);
      if (bare.length > 0) found[key] = bare;
    }
    expect(found).toEqual({});
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
