import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeBackends } from '../backends.js';
import { modelVariants } from '../fixture-folder.js';
import type { ModelCase } from './model-case.js';
import { type ModelFolder, openModels, runModels } from './run-models.js';

/** Cases of a second or so; `npm run goldens -- --models` runs all. */
const small = [
  'zoo/resnet18_32',
  'zoo/densenet121_small_train',
  'zoo/mobilenet_v2_small_train',
  'zoo/lenet5',
  'zoo/unet_small_train',
  'zoo/unet_bilinear',
];

describe('whole models', () => {
  let folder: ModelFolder;
  let golden: ModelCase;

  beforeAll(async () => {
    folder = await openModels(modelVariants);
    golden = folder.cases[0]!;
  });

  it('agree with torchvision in evaluation and in training mode', async () => {
    const cases = folder.cases.filter(({ id }) => small.includes(id));
    const results = await runModels(folder, cases, await nodeBackends.wasm());
    expect(results.map(({ id, status, reasons }) => [id, status, reasons])).toEqual(
      small.map((id) => [id, 'passed', []]),
    );
  });

  it('fail by a wrong value, a wrong shape and a missing result', async () => {
    const expected = new Map(folder.expected);
    const change = (name: string, shape: readonly number[], scale: number): void => {
      const { values } = folder.expected.get(`${golden.id}/${name}`)!;
      const scaled = Float32Array.from(values, (value) => value * scale);
      expected.set(`${golden.id}/${name}`, { dtype: 'float32', shape, values: scaled });
    };
    change('logits', [1, 5], 1.001);
    change('grad.fc.weight', [512, 5], 1);
    const wrong = { ...folder, expected };
    const [result] = await runModels(wrong, [golden], await nodeBackends.wasm());
    expect(result!.status).toBe('failed');
    expect(result!.reasons[0]).toMatch(/^logits: off by up to \d/);
    expect(result!.reasons[1]).toBe('grad.fc.weight: expected shape [512, 5], got [5, 512]');
    const lacking = { ...golden, outputs: ['grad.nothing'] };
    const [missing] = await runModels(folder, [lacking], await nodeBackends.wasm());
    expect(missing!.reasons).toEqual([
      '[torchvision.models.resnet18] expected results grad.nothing, got none.',
    ]);
  });

  it('without a row are not covered yet, and say so', async () => {
    const callable = 'torchvision.models.resnet1000';
    const [result] = await runModels(folder, [{ ...golden, callable }], await nodeBackends.cpu());
    expect(result).toMatchObject({
      status: 'skipped',
      reasons: [`${callable} is not covered yet: it has no row in architectures.ts or language-models.ts`],
    });
  });

  it('come in one format', async () => {
    const path = await mkdtemp(join(tmpdir(), 'models-'));
    await writeFile(join(path, 'manifest.json'), '{"format": "pytorch-goldens/1"}');
    await expect(openModels(path)).rejects.toThrow(
      '[parseModelManifest] expected the format pytorch-models/1, got pytorch-goldens/1.',
    );
    await rm(path, { recursive: true });
  });
});
