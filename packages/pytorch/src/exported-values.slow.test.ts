import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { encodeSafetensors, loadSafetensors } from '@neurona/checkpoints';
import { type HostArray, hostArray } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { isTensor, manualSeed, noGrad, scoped, type Tensor, tensor, uniform } from '@neurona/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelsFirst } from './program/channels-first.js';
import { exportPyTorch } from './program/export-pytorch.js';
import type { ProgramInput } from './program/trial-run.js';
import { architectureCases, type Case } from './testing/cases.js';
import { layerCases } from './testing/layer-cases.js';
import { missingModules, python, run } from './testing/python.js';

const program = fileURLToPath(new URL('../../../tooling/generators/run-exported-models.py', import.meta.url));
const missing = await missingModules('torch');

const cases: Readonly<Record<string, Case>> = { ...architectureCases, ...layerCases };
const only = process.env.NEURONA_CASES;

/** Moves weights and statistics from where they begin, so that each of them matters. */
function disturb(model: AnyModule): void {
  for (const [name, x] of Object.entries(model.stateDict())) {
    if (x.dtype !== 'float32') continue;
    const [low, high] = /runningVar$/.test(name) ? [0, 0.5] : [-0.05, 0.05];
    noGrad(() => scoped(() => x.assign(x.detach().add(uniform(x.shape, { low, high })))));
  }
}

const inputOf = ({ shape, dtype }: ProgramInput, index: number): HostArray => {
  const count = shape.reduce((product, size) => product * size, 1);
  return dtype === 'int32'
    ? hostArray(
        Int32Array.from({ length: count }, (_, i) => (i * 5 + index) % 7),
        shape,
      )
    : hostArray(
        Float32Array.from({ length: count }, (_, i) => Math.sin(i * 1.7 + index)),
        shape,
      );
};

/** Tensors of a result, in the order of a tuple. */
const tensorsOf = (result: unknown): Tensor[] =>
  isTensor(result) ? [result] : Object.values(result ?? {}).filter(isTensor);

async function hostArrayOf(x: Tensor): Promise<HostArray> {
  return hostArray((await x.data()) as Float32Array, x.shape);
}

describe.skipIf(missing)(missing ? `exported models (skipped: ${missing})` : 'exported models', () => {
  let folder: string;
  let complaints: string;
  const ours = new Map<string, HostArray[]>();
  const failed = new Map<string, unknown>();
  const names = Object.keys(cases).filter((name) => only === undefined || name.includes(only));

  async function exportCase(name: string, place: string): Promise<void> {
    const [make, ...inputs] = cases[name]!;
    const model = make().eval();
    disturb(model);
    const arrays = inputs.map(inputOf);
    const result = noGrad(() =>
      model.forward(...arrays.map(({ values, shape, dtype }) => tensor(values, { shape, dtype }))),
    );
    ours.set(name, await Promise.all(tensorsOf(result).map(hostArrayOf)));
    const data = Object.fromEntries(arrays.map((array, k) => [String(k), channelsFirst(array)]));
    try {
      const files = await exportPyTorch(model, { inputs });
      await mkdir(place);
      for (const [file, bytes] of Object.entries({ ...files, 'inputs.safetensors': encodeSafetensors(data) }))
        await writeFile(join(place, file), bytes);
    } catch (error) {
      failed.set(name, error);
    }
    model.dispose();
  }

  beforeAll(async () => {
    await useBackend(wasm());
    manualSeed(7);
    folder = await mkdtemp(join(tmpdir(), 'neurona-exported-'));
    for (const name of names) await exportCase(name, join(folder, String(names.indexOf(name))));
    ({ stderr: complaints } = await run(python, [program, folder]));
  }, 600_000);

  afterAll(async () => {
    if (!process.env.NEURONA_KEEP) await rm(folder, { recursive: true, force: true });
    else console.log(folder);
  });

  it.each(names)('%s gives the outputs that it gives here', async (name) => {
    const place = join(folder, String(names.indexOf(name)));
    expect(failed.get(name)).toBeUndefined();
    expect(complaints).not.toContain(`${place}:`);
    const theirs = await loadSafetensors(join(place, 'outputs.safetensors'));
    const isImage = !name.startsWith('Forecaster'); // whose outputs of four axes are steps, series and quantiles
    const own = ours.get(name)!.map((array) => (isImage ? channelsFirst(array) : array));
    expect(own.length).toBeGreaterThan(0);
    expect(Object.values(theirs).map(({ shape }) => shape)).toEqual(own.map(({ shape }) => shape));
    for (const [i, { values }] of own.entries()) {
      const found = theirs[String(i)]!.values;
      const errors = Array.from(values, (value, k) => Math.abs(value - found[k]!) / (1 + Math.abs(value)));
      expect(Math.max(...errors)).toBeLessThan(1e-4);
    }
  });
});
