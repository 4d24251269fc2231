import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { saveSafetensors, saveWeights, toTorchStateDict } from '@neurona/checkpoints';
import { initUniform } from '@neurona/layers';
import { manualSeed, noGrad, scoped, uniform } from '@neurona/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convnextTiny } from './convnext.js';
import { densenet121 } from './densenet.js';
import { efficientnetB0 } from './efficientnet.js';
import type { ImageModel } from './image-model/image-model.js';
import { inceptionV3 } from './inception-v3.js';
import { mobilenetV2 } from './mobilenet-v2.js';
import { resnet18 } from './resnet.js';
import { squeezenet1_1 } from './squeezenet.js';
import { vgg11 } from './vgg.js';

const python = process.env.NEURONA_PYTHON ?? '/usr/bin/python3';
const program = fileURLToPath(
  new URL('../../../../tooling/generators/load-in-torchvision.py', import.meta.url),
);
const missing = await promisify(execFile)(python, ['-c', 'import torchvision']).then(
  () => undefined,
  () => `no torchvision in ${python}; NEURONA_PYTHON names another interpreter`,
);
if (missing) console.warn(`Skipped: ${missing}.`);

/** Networks whose files are loaded there, by their names there. */
const saved: Readonly<Record<string, () => ImageModel>> = {
  resnet18: () => resnet18({ numClasses: 5 }),
  mobilenet_v2: () => mobilenetV2({ numClasses: 5 }),
  squeezenet1_1: () => squeezenet1_1({ numClasses: 5 }),
};

/** Networks whose initial weights are compared. The hidden layers of VGG are drawn alike in any size. */
const drawn: Readonly<Record<string, () => ImageModel>> = {
  resnet18,
  vgg11: () => vgg11({ hiddenSize: 128 }),
  mobilenet_v2: mobilenetV2,
  efficientnet_b0: efficientnetB0,
  convnext_tiny: convnextTiny,
  densenet121,
  squeezenet1_1,
  inception_v3: inceptionV3,
};

function deviation(values: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  const mean = sum / values.length;
  for (let i = 0; i < values.length; i++) squares += (values[i]! - mean) ** 2;
  return Math.sqrt(squares / values.length);
}

describe.skipIf(missing)(missing ? `torchvision (skipped: ${missing})` : 'torchvision', () => {
  let folder: string;
  let ours: Readonly<Record<string, Float32Array>>;
  let theirs: {
    readonly logits: Readonly<Record<string, readonly number[]>>;
    readonly initial: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };

  beforeAll(async () => {
    await useBackend(wasm());
    manualSeed(13);
    folder = await mkdtemp(join(tmpdir(), 'neurona-torchvision-'));
    const x = uniform([2, 96, 96, 3]);
    await saveSafetensors(join(folder, 'input.safetensors'), { input: x });
    const files: Record<string, string> = {};
    const logits: Record<string, Float32Array> = {};
    for (const [name, make] of Object.entries(saved)) {
      const model = make().eval();
      for (const [path, buffer] of model.namedBuffers())
        if (path.endsWith('runningVar')) initUniform(buffer, { low: 0.5, high: 1.5 });
        else if (path.endsWith('runningMean')) initUniform(buffer, { low: -0.1, high: 0.1 });
      files[name] = join(folder, `${name}.safetensors`);
      await saveWeights(files[name], model, { layout: 'torch' });
      logits[name] = (await noGrad(() => scoped(() => model.forward(x))).data()) as Float32Array;
      model.dispose();
    }
    ours = logits;
    const process = spawn(python, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const request = { files, input: join(folder, 'input.safetensors'), initial: Object.keys(drawn) };
    process.stdin.end(JSON.stringify(request));
    theirs = JSON.parse(await text(process.stdout));
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(Object.keys(saved))(
    'loads a file of %s that was saved here, strictly, and computes the same',
    (name) => {
      const expected = theirs.logits[name]!;
      expect(expected.length).toBe(10);
      const largest = Math.max(...expected.map(Math.abs));
      const differences = expected.map((value, i) => Math.abs(value - ours[name]![i]!));
      expect(Math.max(...differences) / largest).toBeLessThan(1e-4);
    },
  );

  it.each(Object.keys(drawn))('draws the initial weights of %s as wide as here', async (name) => {
    const model = drawn[name]!();
    const state = await toTorchStateDict(model);
    const differences: string[] = [];
    for (const [key, expected] of Object.entries(theirs.initial[name]!)) {
      const { values } = state[key]!;
      const std = deviation(values);
      const error = 6 * Math.sqrt(1 / values.length); // of both, six times their own
      if (Math.abs(std - expected) > error * expected + 1e-12)
        differences.push(`${key}: ${std} instead of ${expected}`);
    }
    model.dispose();
    expect(differences).toEqual([]);
  });
});
