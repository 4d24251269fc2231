import { currentBackend, ShapeBackend, setBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import * as datasets from '@neurona/datasets';
import { beforeAll, describe, expect, it } from 'vitest';
import { publicPackages } from '../workspace.js';
import { bareError, strangers } from './strangers.js';

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

/** Whether it is called by `new`. */
const isClass = (exported: object): boolean => /^class\b/.test(String(exported));

/** Calls with strangers whose error is none of ours: the call, and what is thrown. */
async function bareErrors(exported: (...items: unknown[]) => unknown): Promise<string[]> {
  const bare: string[] = [];
  for (const items of strangers()) {
    const found = await bareError(
      () => (isClass(exported) ? Reflect.construct(exported, items) : exported(...items)),
      items,
    );
    if (found) bare.push(found);
  }
  return bare;
}

describe('what it can’t be called with is refused by a typed error of', () => {
  beforeAll(() => useBackend(cpu()));
  const packages = publicPackages().filter(({ name }) => !inner.includes(name));
  const rows = packages.map(({ name, folder }) => [name, folder] as const);
  it.each(rows)('all functions and classes of %s', { timeout: 600_000 }, async (name, folder) => {
    const backend = currentBackend();
    const exports = (await import(name)) as Record<string, unknown>;
    const found: Record<string, string[]> = {};
    try {
      for (const [key, value] of Object.entries(exports)) {
        const isLarge = typeof value === 'function' && 'network' in value; // a published network, made with all defaults
        if (typeof value !== 'function' || isLarge || skipped.has(key)) continue;
        // Networks are made at full size where nothing is passed: without values, which take time and which no constructor reads.
        setBackend(isClass(value) && folder.includes('architectures') ? new ShapeBackend() : backend);
        const bare = await bareErrors(value as (...items: unknown[]) => unknown);
        if (bare.length > 0) found[key] = bare;
      }
    } finally {
      setBackend(backend);
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
