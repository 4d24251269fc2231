import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { loadWeights } from '@neurona/checkpoints';
import { DiffusionProcess } from '@neurona/diffusion';
import { Gan } from '@neurona/gan';
import {
  Conv2d,
  Flatten,
  GELU,
  Lambda,
  Linear,
  LSTM,
  Module,
  ReLU,
  Residual,
  Sequential,
  SpatialDropout,
} from '@neurona/layers';
import { Adam, CyclicLR, LambdaLR, Lookahead, ReduceLROnPlateau } from '@neurona/optimizers';
import { liveMemory } from '@neurona/tensor/testing';
import { VQVAE } from '@neurona/vae';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportPyTorch } from './export-pytorch.js';
import { importPyTorch } from './import-pytorch.js';
import { savePyTorch } from './save-pytorch.js';

class Block extends Module {
  readonly inner = new Linear(2, 2);
  override forward(x: Parameters<Linear['forward']>[0]) {
    return this.inner.forward(x);
  }
}

/** Classes and maker of a model's program, without its head. */
async function modelText(model: Module, ...shape: readonly number[]): Promise<string> {
  const files = await exportPyTorch(model, { inputs: [{ shape: [1, ...shape] }] });
  const text = new TextDecoder().decode(files['model.py']);
  return text.slice(text.indexOf('functional as F') + 'functional as F'.length).trim();
}

describe('exported programs', () => {
  let folder: string;
  const inputs = [{ shape: [1, 4] }];
  const small = (): Sequential => new Sequential(new Linear(4, 3), new ReLU(), new Linear(3, 2));

  beforeAll(async () => {
    await useBackend(cpu());
    folder = await mkdtemp(join(tmpdir(), 'neurona-pytorch-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are written as one would write them', async () => {
    const model = new Sequential(
      new Conv2d(1, 4, 3, { padding: 'same', bias: false }),
      new SpatialDropout(0.1),
      new Residual(new Sequential(new Conv2d(4, 4, [3, 1], { padding: [1, 0] }), new GELU())),
      new Flatten(),
      new Linear(64, 2),
    );
    expect(await modelText(model, 4, 4, 1)).toBe(`class Residual(nn.Module):
    def __init__(self, body, shortcut=None):
        super().__init__()
        self.body = body
        self.shortcut = shortcut

    def forward(self, x):
        return (x if self.shortcut is None else self.shortcut(x)) + self.body(x)


def make_model():
    return nn.Sequential(
        nn.Conv2d(1, 4, 3, padding="same", bias=False),
        nn.Dropout2d(0.1),
        Residual(nn.Sequential(nn.Conv2d(4, 4, (3, 1), padding=(1, 0)), nn.GELU())),
        nn.Flatten(),
        nn.Linear(64, 2),
    )`);
  });

  it('write equal layers in sequence as one', async () => {
    const model = new Sequential(...Array.from({ length: 4 }, () => new Linear(2, 2)), new ReLU());
    expect(await modelText(model, 2)).toContain(
      'nn.Sequential(*(nn.Linear(2, 2) for _ in range(4)), nn.ReLU())',
    );
  });

  it('are refused with the paths of all modules that have no equal', async () => {
    const model = new Sequential(new Lambda((x) => x), new Linear(2, 2), new Residual(new Block()));
    await expect(exportPyTorch(model, { inputs: [{ shape: [1, 2] }] })).rejects.toThrow(
      '[exportPyTorch] expected modules that PyTorch has, or for which there is a template, got 0 (Lambda); and 2.body (Block). ' +
        'Export it as ONNX, or write the model of layers that have an equal.',
    );
    const once = new Linear(2, 2);
    await expect(exportPyTorch(new Sequential(once, once), { inputs: [{ shape: [1, 2] }] })).rejects.toThrow(
      '1 (Linear), which is 0 too: shared weights',
    );
    await expect(exportPyTorch(small(), { inputs: [] })).rejects.toThrow(
      '[exportPyTorch] expected inputs with their shapes, got [].',
    );
  });

  it('are refused with what trains them, if it has no equal', async () => {
    const model = small();
    const optimizer = new Adam(model.parameters());
    const training = { loss: 'mse', optimizer, batchSize: 2, epochs: 1 } as const;
    const refused = async (changes: object): Promise<string> =>
      exportPyTorch(model, { inputs, training: { ...training, ...changes } }).then(
        () => '',
        (error: Error) => error.message,
      );
    expect(await refused({ optimizer: new Lookahead(optimizer) })).toContain('got Lookahead(Adam).');
    expect(await refused({ optimizer: new Adam(small().parameters()) })).toContain('got one of others.');
    expect(await refused({ loss: () => optimizer })).toContain('expected a loss with its default settings');
    expect(await refused({ schedule: new LambdaLR(optimizer, () => 1) })).toContain('got LambdaLR.');
    expect(await refused({ schedule: new CyclicLR(optimizer, 0.1, 1) })).toContain(
      'got CyclicLR that cycles betas.',
    );
    expect(await refused({ schedule: new ReduceLROnPlateau(optimizer), scheduleEvery: 'step' })).toContain(
      "ReduceLROnPlateau with scheduleEvery 'epoch'",
    );
    expect(await refused({ batch: 3 })).toContain('batch');
    expect(await refused({ loss: undefined, steps: { elbo: {} } })).toContain(
      'expected a variational autoencoder',
    );
    expect(await refused({ loss: undefined, steps: { gan: {} } })).toContain(
      'expected a Gan with the steps gan',
    );
    expect(
      await refused({ loss: undefined, steps: { denoising: { process: new DiffusionProcess() } } }),
    ).toContain('expected a denoiser');
    const vqvae = new VQVAE({ inputShape: [8, 8, 1], depth: 1, channels: 4, numCodes: 4, codeSize: 2 });
    await expect(
      exportPyTorch(vqvae, {
        inputs: [{ shape: [1, 8, 8, 1] }],
        training: {
          steps: { vq: { clipNorm: 1 } as object },
          optimizer: new Adam(vqvae.parameters()),
          batchSize: 2,
          epochs: 1,
        },
      }),
    ).rejects.toThrow('clipNorm'); // it is a setting of training
    expect(await refused({ loss: undefined, steps: { mine: {} } })).toContain(
      'among elbo, vq, gan, denoising',
    );
    expect(await refused({ steps: { elbo: {} } })).toContain('expected');
    const gan = new Gan(new Linear(2, 3), new Linear(3, 1), { noiseSize: 2 });
    const single = { optimizer: new Adam(gan.parameters()), steps: { gan: {} }, batchSize: 2, epochs: 1 };
    await expect(exportPyTorch(gan, { inputs: [{ shape: [1, 2] }], training: single })).rejects.toThrow(
      'expected optimizer: { generator, discriminator }',
    );
  });

  it('say in their README what they train by', async () => {
    const readme = async (...[model, options]: Parameters<typeof exportPyTorch>): Promise<string> =>
      new TextDecoder().decode((await exportPyTorch(model, options))['README.md']);
    const model = small();
    const plain = { loss: 'mse', optimizer: new Adam(model.parameters()), batchSize: 2, epochs: 1 } as const;
    const ofLoss = await readme(model, { inputs, training: plain });
    expect(ofLoss).toContain('the same loss, optimizer and batch size');
    expect(ofLoss).toContain('the targets as the last of them');
    expect(ofLoss).toContain('to validate on');
    const gan = new Gan(new Linear(2, 3), new Linear(3, 1), { noiseSize: 2 });
    const optimizer = {
      generator: new Adam(gan.generator.parameters()),
      discriminator: new Adam(gan.discriminator.parameters()),
    };
    const training = { steps: { gan: {} }, optimizer, batchSize: 2, epochs: 1 };
    const ofGan = await readme(gan, { inputs: [{ shape: [1, 2] }], training });
    expect(ofGan).toContain('the same steps, optimizers and batch size');
    expect(ofGan).not.toMatch(/targets|schedule|validat/);
  });

  it('go on with what a schedule has seen', async () => {
    const model = small();
    const optimizer = new Adam(model.parameters());
    const schedule = new ReduceLROnPlateau(optimizer, { patience: 1 });
    for (const loss of [0.5, 0.7]) schedule.step(loss);
    const training = { loss: 'mse', optimizer, schedule, batchSize: 2, epochs: 1 } as const;
    const program = new TextDecoder().decode((await exportPyTorch(model, { inputs, training }))['train.py']);
    expect(program).toContain(`    schedule.num_bad_epochs, schedule.cooldown_counter = 1, 0
    schedule.best = 0.5
    return schedule
`);
    expect(program).toContain('        schedule.step(watched)\n');
  });

  it('are written as a whole, and replace a folder only if asked', async () => {
    const [place, model] = [join(folder, 'program'), small()];
    await savePyTorch(place, model, { inputs });
    await writeFile(join(place, 'mine.txt'), '');
    await expect(savePyTorch(place, model, { inputs })).rejects.toThrow(
      `[savePyTorch] expected a folder that is not there yet, got ${place}.`,
    );
    const wrong = new Sequential(new Lambda((x) => x));
    await expect(savePyTorch(place, wrong, { inputs, overwrite: true })).rejects.toThrow('0 (Lambda)');
    expect(await readdir(place)).toContain('mine.txt');
    await savePyTorch(place, model, { inputs, overwrite: true });
    expect((await readdir(place)).sort()).toEqual(
      ['README.md', 'model.py', 'requirements.txt', 'tensor_file.py', 'weights.safetensors'].sort(),
    );
    expect(await readdir(folder)).toEqual(['program']);
  });

  it('give weights back', async () => {
    const [place, model, other] = [join(folder, 'back'), small(), small()];
    await savePyTorch(place, model, { inputs });
    await writeFile(join(place, 'trained.safetensors'), await readFile(join(place, 'weights.safetensors')));
    await importPyTorch(other, place, { inputs });
    for (const [key, x] of Object.entries(model.stateDict()))
      expect(await other.stateDict()[key]!.data()).toEqual(await x.data());
    await expect(importPyTorch(new Sequential(new LSTM(4, 2)), place, { inputs })).rejects.toThrow('missing');
    const [first] = Object.keys(model.stateDict());
    const others = importPyTorch(other, place, { inputs, rename: (key) => (key === first ? 'other' : key) });
    await expect(others).rejects.toThrow('Pass { strict: false } to load those that match');
    const rename = (key: string) => (key === first ? undefined : key);
    const { missing } = await importPyTorch(other, place, { inputs, rename, strict: false });
    expect(missing).toEqual([first]);
    await loadWeights(other, join(place, 'weights.safetensors'), { layout: 'torch' });
  });

  it('leave as many tensors on the device as there were', async () => {
    const model = small();
    const optimizer = new Adam(model.parameters());
    const { backend } = model.parameters()[0]!;
    const write = () =>
      exportPyTorch(model, { inputs, training: { loss: 'mse', optimizer, batchSize: 2, epochs: 1 } });
    await write();
    const before = liveMemory(backend);
    await write();
    expect(liveMemory(backend)).toEqual(before);
  });
});
