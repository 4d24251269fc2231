import { readFileSync } from 'node:fs';
import { useBackend } from '@neurona/backend';
import { decodeSafetensors, fromTorchStateDict, toTorchStateDict } from '@neurona/checkpoints';
import type { HostArray } from '@neurona/datasets';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeBackends } from './backends.js';
import { Call } from './call.js';
import { ownFixtures } from './fixture-folder.js';
import { camelCase, type NamedModule } from './kinds/load-module.js';
import { fromTorch } from './layout.js';
import { type GoldenCase, parseManifest } from './manifest.js';
import { table } from './table/table.js';

const { cases } = parseManifest(readFileSync(`${ownFixtures}/manifest.json`, 'utf8'));

const files = new Map<string, Record<string, HostArray>>();
const tensorsOf = (file: string): Record<string, HostArray> => {
  if (!files.has(file))
    files.set(file, decodeSafetensors(readFileSync(`${ownFixtures}/${file}`), file).tensors);
  return files.get(file)!;
};

const moduleOf = (golden: GoldenCase): NamedModule | undefined => {
  const { callable, ctor, kind } = golden;
  const rows = kind === 'module' ? table.modules : kind === 'training' ? table.models : {};
  return Object.hasOwn(rows, callable) ? rows[callable]!(new Call([], ctor), golden) : undefined;
};

/** A matrix with its axes swapped. */
function turn({ values, shape, dtype }: HostArray): HostArray {
  const [rows, columns] = shape as [number, number];
  return {
    dtype,
    shape: [columns, rows],
    values: values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!),
  };
}

const bytesOf = ({ values }: HostArray): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength);

/** Models whose cases lay their weights out otherwise than the files that ours reads. */
const otherwise: Readonly<Record<string, string>> = {
  'golden.models.TinyGPT':
    'its products are torch.nn.Linear, those of GPT-2 have the input first, in their files as in ours',
};

/** One case for each kind of module and setting of its constructor. */
const kinds = new Map(
  cases
    .filter(({ kind, params }) => (kind === 'module' || kind === 'training') && params.length > 0)
    .map((golden) => [`${golden.callable} ${JSON.stringify(golden.ctor)}`, golden]),
);

describe('the weights of PyTorch’s modules', () => {
  beforeAll(async () => {
    await useBackend(await nodeBackends.cpu());
  });

  const [read, skipped] = [false, true].map((isSkipped) =>
    [...kinds].filter(([, { callable }]) => callable in otherwise === isSkipped),
  );
  for (const [kind, { callable }] of skipped!)
    it.skip(`load by name into ours: ${kind} (skipped: ${otherwise[callable]})`);

  it.each(read!)('load by name into ours: %s', async (_, golden) => {
    const ours = moduleOf(golden)!;
    const { module, nameOf = camelCase, isTurned = () => false } = ours;
    const tensors = tensorsOf(golden.file!);
    const theirs: Record<string, HostArray> = {};
    for (const [role, names] of [
      ['params', golden.params],
      ['buffers', golden.buffers],
    ] as const) {
      for (const name of names) theirs[name] = tensors[`${golden.id}/${role}/${name}`]!;
    }
    const again = await toTorchStateDict(module);
    const rename = (key: string): string => {
      const plain = key.replace(/^stack\./, '');
      return plain in again ? plain : nameOf(plain); // an MLP of the package is a list of layers
    };
    const { state, report } = fromTorchStateDict(module, theirs, { rename });
    expect(report).toMatchObject({ missing: [], unexpected: [], mismatched: [] });
    const own = module.stateDict();
    for (const [name, array] of Object.entries(theirs)) {
      const laid = fromTorch(array, golden.layouts[name]); // what the harness makes of it, by the layout that the manifest names
      const path = name in own ? name : nameOf(name);
      const wanted = isTurned(name) ? turn(laid) : laid;
      expect(state[path], name).toMatchObject({ shape: wanted.shape, dtype: wanted.dtype });
      expect(bytesOf(state[path]!).equals(bytesOf(wanted)), name).toBe(true);
    }
    expect(Object.fromEntries(Object.entries(again).map(([name, { shape }]) => [name, shape]))).toMatchObject(
      Object.fromEntries(Object.entries(theirs).map(([name, { shape }]) => [rename(name), shape])),
    );
  });
});
