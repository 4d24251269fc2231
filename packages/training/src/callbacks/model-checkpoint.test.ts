import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { CheckpointError, listCheckpoints, loadTrainingCheckpoint } from '@neurona/checkpoints';
import { Linear, mse, Sequential } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { manualSeed, noGrad, type Tensor } from '@neurona/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Callback,
  CSVLogger,
  FreezeSchedule,
  fit,
  loadCheckpointWeights,
  ModelCheckpoint,
  type ModelCheckpointOptions,
  TensorBoard,
} from '../index.js';
import { line, lineTraining } from '../testing/line.js';

let root: string;
beforeAll(async () => {
  await useBackend(cpu());
  root = await mkdtemp(join(tmpdir(), 'neurona-checkpoint-'));
});
afterAll(() => rm(root, { recursive: true }));

/** The steps of the files that a training of 5 epochs of 4 steps leaves. */
async function filesOf(name: string, options: ModelCheckpointOptions): Promise<string[]> {
  const folder = join(root, name);
  await lineTraining().train({ epochs: 5, callbacks: [new ModelCheckpoint(folder, options)] });
  return (await readdir(folder)).sort().map((file) => file.replace(/^step-0*|\.safetensors$/g, ''));
}

describe('ModelCheckpoint', () => {
  it('keeps the newest file, or more, of every so many epochs or steps, and the end', async () => {
    expect(await filesOf('newest', {})).toEqual(['20']);
    expect(await filesOf('three', { keepLast: 3 })).toEqual(['12', '16', '20']);
    expect(await filesOf('steps', { everySteps: 3, keepLast: Number.POSITIVE_INFINITY })).toEqual([
      '3',
      '6',
      '9',
      '12',
      '15',
      '18',
      '20',
    ]);
    expect(await filesOf('epochs', { everyEpochs: 2, keepLast: 9 })).toEqual(['8', '16', '20']);
  });

  it('leaves out frozen parameters where it is told to, and training resumes bit for bit', async () => {
    const train = async (name: string, epochs: number) => {
      manualSeed(7);
      const [first, second] = [new Linear(1, 3), new Linear(3, 1)];
      const model = new Sequential(first, second);
      first.freeze();
      const folder = join(root, name);
      const history = await fit(model, line({ shuffle: true }), {
        loss: mse,
        optimizer: new Adam(second.parameters()),
        epochs,
        validation: line(),
        callbacks: [new ModelCheckpoint(folder, { frozen: false, monitor: 'valLoss' })],
        resume: folder,
        progress: false,
      });
      return { model, first, folder, history };
    };
    const whole = await train('frozen-whole', 4);
    await train('frozen-parts', 2);
    const parts = await train('frozen-parts', 4);
    expect(parts.history.epochs).toEqual(whole.history.epochs);
    const values = (model: Sequential) => Promise.all(model.parameters().map((one) => one.data()));
    expect(await values(parts.model)).toEqual(await values(whole.model));
    const saved = await loadTrainingCheckpoint(join(parts.folder, 'best.safetensors'));
    for (const weights of [saved.model, saved.validated])
      expect(Object.keys(weights as object)).toEqual(['1.weight', '1.bias']);
    expect(saved.frozen).toEqual(['0.weight', '0.bias']);
    const before = await parts.first.weight.data();
    await loadCheckpointWeights(parts.model, join(parts.folder, 'best.safetensors'));
    expect(await parts.first.weight.data()).toEqual(before);
    const others = loadCheckpointWeights(new Linear(1, 1), join(parts.folder, 'best.safetensors'));
    await expect(others).rejects.toThrow(
      '[loadCheckpointWeights] expected a model with the 2 frozen parameters that the checkpoint leaves out, got one without 0.weight.',
    );
    const values0 = await parts.model.parameters()[2]!.data();
    noGrad(() => parts.first.bias!.assign(parts.first.bias!.add(1e-6)));
    const ofOther = loadCheckpointWeights(parts.model, join(parts.folder, 'best.safetensors'));
    await expect(ofOther).rejects.toThrow(
      'got one in which they have other values: another pretrained model. Load the pretrained model that it was trained with',
    );
    expect(await parts.model.parameters()[2]!.data()).toEqual(values0);
    const resumed = fit(parts.model, line({ shuffle: true }), {
      loss: mse,
      optimizer: new Adam(parts.model.parameters().slice(2)),
      epochs: 6,
      validation: line(),
      resume: parts.folder,
      progress: false,
    });
    await expect(resumed).rejects.toThrow(ArgumentError);
    await expect(resumed).rejects.toThrow('other values');
  });

  it('keeps what was trained and frozen later, where frozen parameters are left out', async () => {
    const folder = join(root, 'frozen-later');
    const model = new Sequential(new Linear(1, 3), new Linear(3, 1));
    const before = await model.parameters()[0]!.data();
    await fit(model, line(), {
      loss: mse,
      optimizer: new Adam(model.parameters()),
      epochs: 2,
      callbacks: [
        new FreezeSchedule([{ epoch: 1, freeze: '0' }]),
        new ModelCheckpoint(folder, { frozen: false }),
      ],
      progress: false,
    });
    const trained = await model.parameters()[0]!.data();
    expect(trained).not.toEqual(before);
    const fresh = new Sequential(new Linear(1, 3), new Linear(3, 1));
    await loadCheckpointWeights(fresh, (await listCheckpoints(folder)).at(-1)!.path);
    expect(await fresh.parameters()[0]!.data()).toEqual(trained);
  });

  it('removes what a training left that was killed after its last checkpoint, before it could', async () => {
    const folder = join(root, 'killed-at-the-end');
    const train = (resume?: string) =>
      lineTraining().train({
        epochs: 2,
        callbacks: [new ModelCheckpoint(folder, { everySteps: 4 })],
        ...(resume && { resume }),
      });
    await train();
    const last = await readFile(join(folder, 'step-000000008.safetensors'));
    await writeFile(join(folder, 'step-000000004.safetensors'), last);
    for (const name of ['step-000000008', 'best'])
      await writeFile(join(folder, `.${name}.safetensors.0123456789ab.tmp`), 'half of one');
    await train(folder);
    expect(await readdir(folder)).toEqual(['step-000000008.safetensors']);
  });

  it('keeps the best one', async () => {
    const folder = join(root, 'best');
    const { model, train } = lineTraining();
    const path = [3, 1, 2, 0.5, 4];
    const bias = model.parameters().at(-1)!;
    const follow: Callback = { onEpoch: ({ epoch }) => bias.set([path[epoch]!]) };
    const watch: Callback = { onValidationStart: ({ epoch }) => bias.set([path[epoch]!]) };
    const checkpoint = new ModelCheckpoint(folder, { monitor: 'valDistance', keepLast: 2 });
    await train({
      epochs: 5,
      metrics: { distance: () => bias.abs().mean() },
      validation: line(),
      callbacks: [watch, follow, checkpoint],
    });
    expect([checkpoint.best, checkpoint.bestEpoch]).toEqual([0.5, 3]);
    const other = lineTraining().model;
    await loadCheckpointWeights(other, checkpoint.bestPath);
    expect(await other.parameters().at(-1)!.item()).toBe(0.5);
  });

  it('spares the files of an earlier training, unless they are to be removed', async () => {
    const folder = join(root, 'earlier');
    await lineTraining().train({ epochs: 3, callbacks: [new ModelCheckpoint(folder, { monitor: 'loss' })] });
    const files = ['best.safetensors', 'step-000000012.safetensors'];
    expect((await readdir(folder)).sort()).toEqual(files);
    const anew = lineTraining();
    const before = await anew.model.parameters()[0]!.data();
    const run = anew.train({ epochs: 2, callbacks: [new ModelCheckpoint(folder)] });
    await expect(run).rejects.toThrow(
      `[ModelCheckpoint] expected a folder without checkpoints for a training that begins, got one, up to step 12 (${folder}). Pass { resume: '${folder}' } to fit to resume it, or { overwrite: true } to ModelCheckpoint to remove it.`,
    );
    expect(await anew.model.parameters()[0]!.data()).toEqual(before);
    expect((await readdir(folder)).sort()).toEqual(files);
    const resumed = await lineTraining().train({
      epochs: 4,
      resume: folder,
      callbacks: [new ModelCheckpoint(folder)],
    });
    expect(resumed.epochs).toHaveLength(4);
    await lineTraining().train({ epochs: 2, callbacks: [new ModelCheckpoint(folder, { overwrite: true })] });
    expect(await readdir(folder)).toEqual(['step-000000008.safetensors']);
  });

  it('spares the files of other trainings where one is resumed into their folder', async () => {
    const [first, second, third] = ['first', 'second', 'third'].map((name) => join(root, 'forks', name));
    const train = (epochs: number, folder: string, resume?: string, overwrite = false) =>
      lineTraining().train({
        epochs,
        callbacks: [new ModelCheckpoint(folder, { keepLast: 2, monitor: 'loss', overwrite })],
        ...(resume && { resume }),
      });
    await train(2, first!);
    await train(1, second!);
    const files = await readdir(second!);
    for (const resume of [first!, join(first!, 'step-000000004.safetensors')]) {
      const run = train(3, second!, resume);
      await expect(run).rejects.toThrow(ArgumentError);
      await expect(run).rejects.toThrow(
        /^\[ModelCheckpoint\] expected a folder without other checkpoints for a training that is resumed from step [48], got one, up to step 4 /,
      );
    }
    expect(await readdir(second!)).toEqual(files);
    // a fork begins in an empty folder, and is not begun again over what it has done
    await train(3, third!, first);
    await expect(train(3, third!, first)).rejects.toThrow("Pass { resume: '");
    expect((await train(4, third!, third)).epochs).toHaveLength(4);
    expect((await train(3, third!, join(third!, 'step-000000012.safetensors'))).epochs).toHaveLength(3);
    await train(3, second!, first, true);
    expect((await readdir(second!)).sort()).toEqual(['best.safetensors', 'step-000000012.safetensors']);
  });

  it('spares a best checkpoint that lies there alone, and resumes from it', async () => {
    const folder = join(root, 'best-alone');
    const train = (options: { readonly resume?: string; readonly overwrite?: boolean } = {}) => {
      const { overwrite = false, ...rest } = options;
      const callbacks = [new ModelCheckpoint(folder, { monitor: 'loss', everyEpochs: 9, overwrite })];
      return lineTraining().train({ epochs: 2, callbacks, ...rest });
    };
    await train();
    await rm(join(folder, 'step-000000008.safetensors')); // as if it had been killed before
    await expect(train()).rejects.toThrow(
      `expected a folder without checkpoints for a training that begins, got best.safetensors (${folder}). Pass { resume: '${folder}' }`,
    );
    const resumed = await train({ resume: folder });
    expect(resumed.resumedFrom).toEqual({ path: join(folder, 'best.safetensors'), skipped: [] });
    expect(resumed.epochs).toHaveLength(2);
    const other = join(root, 'best-of-another');
    await lineTraining().train({ epochs: 1, callbacks: [new ModelCheckpoint(other)] });
    for (const file of await readdir(folder)) if (file.startsWith('step')) await rm(join(folder, file));
    await expect(train({ resume: other })).rejects.toThrow('a folder without other checkpoints');
    await train({ overwrite: true });
  });

  it('goes on in a second folder of the same training', async () => {
    const [often, seldom] = [join(root, 'two', 'often'), join(root, 'two', 'seldom')];
    const train = (epochs: number) =>
      lineTraining().train({
        epochs,
        callbacks: [new ModelCheckpoint(often), new ModelCheckpoint(seldom, { everyEpochs: 2 })],
        resume: often,
      });
    await train(3);
    expect((await train(4)).epochs).toHaveLength(4);
    expect(await readdir(seldom)).toEqual(['step-000000016.safetensors']);
  });

  it('has its folder to itself', async () => {
    const folder = join(root, 'shared');
    let second: Promise<unknown> | undefined;
    const first = await lineTraining().train({
      epochs: 1,
      callbacks: [
        new ModelCheckpoint(folder, { everySteps: 1 }),
        {
          onStep: async ({ step }) => {
            if (step !== 2) return;
            second = lineTraining().train({ callbacks: [new ModelCheckpoint(folder)] });
            await expect(second).rejects.toThrow(
              `[ModelCheckpoint] expected a folder that no other training writes into, got one that this program uses (${folder}).`,
            );
          },
        },
      ],
    });
    expect([first.stopped, second]).toEqual(['completed', expect.any(Promise)]);
    expect(await readdir(folder)).toEqual(['step-000000004.safetensors']);
  });

  it('holds model, optimizer, random numbers, position and history', async () => {
    const folder = join(root, 'parts');
    const { model, train } = lineTraining();
    await train({ epochs: 1, callbacks: [new ModelCheckpoint(folder)] });
    const saved = await loadTrainingCheckpoint(join(folder, 'step-000000004.safetensors'));
    expect(Object.keys(saved).sort()).toEqual(
      ['callbacks', 'data', 'history', 'id', 'model', 'optimizers', 'position', 'random'].sort(),
    );
    const { '0.weight': weight } = saved.model as Record<string, Tensor>;
    expect(await weight!.data()).toEqual(await model.stateDict()['0.weight']!.data());
    expect(saved.position).toEqual({ epoch: 1, batch: 0, step: 0, totalSteps: 4, isPassDone: false });
  });

  it('writes nothing once the loss is not finite', async () => {
    const folder = join(root, 'nan');
    let step = 0;
    const { train } = lineTraining();
    await train({
      loss: (outputs) => outputs.mean().mul(++step > 6 ? Number.NaN : 1),
      epochs: 3,
      callbacks: [new ModelCheckpoint(folder, { everySteps: 1, everyEpochs: 1 })],
    });
    expect(await readdir(folder)).toEqual(['step-000000006.safetensors']);
  });

  it('finds before the first step that nothing can be written, as CSVLogger and TensorBoard do', async () => {
    const file = join(root, 'a-file');
    await writeFile(file, '');
    const { model, train } = lineTraining();
    const before = await model.parameters()[0]!.data();
    const steps: number[] = [];
    const watch: Callback = { onStep: ({ step }) => void steps.push(step) };
    const callbacks = [new ModelCheckpoint(file), new CSVLogger(`${file}/log.csv`), new TensorBoard(file)];
    for (const callback of callbacks) {
      const run = train({ callbacks: [watch, callback] });
      await expect(run).rejects.toThrow(CheckpointError);
      await expect(run).rejects.toThrow(/^\[\w+\] expected a file that can be written, got .*a-file\//);
    }
    expect(steps).toEqual([]);
    expect(await model.parameters()[0]!.data()).toEqual(before);
    await train({ epochs: 1, callbacks: [new CSVLogger(join(root, 'new', 'log.csv'))] });
    expect(await readdir(join(root, 'new'))).toEqual(['log.csv']);
  });

  it('names wrong settings', () => {
    expect(() => new ModelCheckpoint('x', { keepLast: 0 })).toThrow(
      '[ModelCheckpoint] expected keepLast to be an integer of at least 1, got 0.',
    );
  });
});
