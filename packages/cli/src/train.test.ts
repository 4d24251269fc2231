import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listCheckpoints, loadTrainingCheckpoint, saveTrainingCheckpoint } from '@neurona/checkpoints';
import { encodeImage, hostArray } from '@neurona/datasets';
import type { Tensor } from '@neurona/tensor';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from './program.js';

const small = ['--device', 'wasm', '--set', 'data.limit=200', '--set', 'model.channels=4,8'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurona-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {}); // what it prints isn't for who tests it
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The last line that a command prints. */
async function printed(args: readonly string[]): Promise<string> {
  expect(await runCommandLine(args), args.join(' ')).toBe(0);
  return String(vi.mocked(console.log).mock.lastCall![0]);
}

describe('neurona train', () => {
  it('ends the same, bit for bit, when it goes on after its end with more epochs', async () => {
    const [whole, parts] = [join(folder, 'whole'), join(folder, 'parts')];
    const begin = ['train', 'digits', ...small, '--json'];
    expect(await runCommandLine([...begin, '--out', parts, '--epochs', '1'])).toBe(0);
    expect(await runCommandLine(['train', '--resume', parts, '--epochs', '2', '--json'])).toBe(0);
    expect(await runCommandLine([...begin, '--epochs', '2', '--out', whole])).toBe(0);
    for (const name of ['model.safetensors', 'run.json', 'settings.json'])
      expect(await readFile(join(parts, name)), name).toEqual(await readFile(join(whole, name)));
    expect((await readdir(whole)).sort()).toEqual([
      'checkpoints',
      'environment.json',
      'log.jsonl',
      'model.safetensors',
      'report.html',
      'run.json',
      'settings.json',
    ]);
    expect(await readFile(join(whole, 'report.html'), 'utf8')).toContain('optimizer.learningRate');
    expect(JSON.parse(await readFile(join(parts, 'environment.json'), 'utf8'))).toHaveLength(2);
  });

  it('makes a model that is scored, applied, described and exported', async () => {
    const out = join(folder, 'used');
    expect(await runCommandLine(['train', 'digits', ...small, '--epochs', '1', '--json', '--out', out])).toBe(
      0,
    );
    const { numbers } = JSON.parse(await readFile(join(out, 'run.json'), 'utf8'));
    expect(numbers).toMatchObject({ examples: 40, accuracy: expect.any(Number) });

    expect(JSON.parse(await printed(['evaluate', out, '--json', '--device', 'wasm']))).toEqual(numbers);

    const picture = join(folder, 'picture.png');
    await writeFile(picture, await encodeImage(hostArray(new Float32Array(300).fill(1), [20, 15, 1])));
    const answer = JSON.parse(await printed(['predict', out, picture, '--json', '--device', 'wasm']));
    expect(answer).toMatchObject({ input: picture, class: expect.stringMatching(/^\d$/) });
    const chances = Object.values(answer.probabilities as Record<string, number>);
    expect(chances.reduce((sum, chance) => sum + chance)).toBeCloseTo(1, 5);

    const onnx = join(folder, 'model.onnx');
    expect(await printed(['export', out, '--out', onnx])).toContain(
      'It takes pictures float32 [N, 8, 8, 1].',
    );
    const contents = JSON.parse(await printed(['info', onnx, '--json']));
    expect(contents.kind).toBe('ONNX model');
    expect(contents.facts).toContainEqual(['input', 'pictures float32 [batch, 8, 8, 1]']);
    expect(contents.facts).toContainEqual(['output', 'output float32 [batch, 10]']);
    expect(contents.tensors).toContainEqual({
      name: '7.weight',
      dtype: 'float32',
      shape: [32, 64],
      sizeBytes: 8192,
    });
    const quantized = join(folder, 'quantized.onnx');
    const cost = await printed(['export', out, '--out', quantized, '--quantize', 'int8']);
    expect(cost).toMatch(/accuracy +\d\.\d{4} +\d\.\d{4} +[+-]\d\.\d{4}/);
    expect((await stat(quantized)).size).toBeLessThan(0.5 * (await stat(onnx)).size);
    const facts = new Map<string, string>(JSON.parse(await printed(['info', quantized, '--json'])).facts);
    expect(JSON.parse(facts.get('quantized')!).accuracy.float32).toBeCloseTo(numbers.accuracy, 6);
    const exported = join(folder, 'exported');
    expect(await printed(['export', out, '--to', 'pytorch', '--out', exported])).toContain(
      'a program that trains on from the last checkpoint',
    );
    expect((await readdir(exported)).sort()).toEqual([
      'README.md',
      'data',
      'model.py',
      'optimizer.safetensors',
      'requirements.txt',
      'tensor_file.py',
      'train.py',
      'weights.safetensors',
    ]);
    const refused = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await runCommandLine(['import', exported, out])).toBe(2);
    expect(refused.mock.lastCall![0]).toContain('has no trained.safetensors, which its train.py writes');
    expect(await printed(['import', join(exported, 'weights.safetensors'), out])).toContain('8 tensors');
    expect(await readdir(out)).toContain('model-before-import.safetensors');
    expect(JSON.parse(await printed(['evaluate', out, '--json', '--device', 'wasm']))).toEqual(numbers);
    const weights = join(out, 'model.safetensors');
    const own = await readFile(weights);
    expect(await printed(['import', quantized, out])).toContain('8 tensors');
    expect(await readFile(weights)).not.toEqual(own);
    expect(await printed(['import', onnx, out])).toContain('8 tensors');
    expect(await readFile(weights)).toEqual(own);
    const theirs = join(folder, 'theirs.onnx');
    const bytes = (await readFile(onnx)).toString('latin1').replace('neurona', 'pytorch'); // its axes are others
    await writeFile(theirs, bytes, 'latin1');
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await runCommandLine(['import', theirs, out])).toBe(2);
    expect(error.mock.lastCall![0]).toContain('7.weight');
    expect(error.mock.lastCall![0]).toContain(
      ' of another shape (mismatched 7.weight (expected float32 [64, 32], here [32, 64]; got float32 [32, 64]',
    );
    expect(error.mock.lastCall![0]).toContain('Nothing was changed. Where PyTorch wrote it of this model');
    expect(error.mock.lastCall![0]).not.toMatch(/strict|arrays in memory/);
    expect(await readFile(weights)).toEqual(own);
    expect(await printed(['convert', onnx, join(folder, 'converted.safetensors')])).toContain('8 tensors');

    expect(JSON.parse(await printed(['info', out, '--json']))).toMatchObject({
      state: 'completed',
      epochs: 1,
    });
  });

  it('scores a model on a folder of pictures', async () => {
    const out = join(folder, 'scored');
    expect(await runCommandLine(['train', 'digits', ...small, '--epochs', '1', '--json', '--out', out])).toBe(
      0,
    );
    for (const name of ['7', '3']) {
      await mkdir(join(folder, 'others', name), { recursive: true });
      const picture = await encodeImage(hostArray(new Float32Array(300).fill(1), [20, 15, 1]));
      await writeFile(join(folder, 'others', name, 'one.png'), picture);
    }
    const evaluate = ['evaluate', out, '--data', join(folder, 'others'), '--device', 'wasm'];
    expect(JSON.parse(await printed([...evaluate, '--json']))).toMatchObject({ examples: 2 });
    expect(await printed(evaluate)).toContain(`% of 2 examples of ${join(folder, 'others')} are right.`);
    await rename(join(folder, 'others', '3'), join(folder, 'others', 'x'));
    vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await runCommandLine(evaluate)).toBe(2);
    expect(vi.mocked(console.error).mock.lastCall![0]).toContain("classes that the model doesn't know: x.");
  });

  it('says in the folder that it failed, and why', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const out = join(folder, 'failed');
    const begin = ['train', 'digits', ...small, '--json', '--out', out];
    expect(await runCommandLine([...begin, '--epochs', '1', '--set', 'optimizer.learningRate=1e30'])).toBe(1);
    const { state, error } = JSON.parse(await readFile(join(out, 'run.json'), 'utf8'));
    expect(state).toBe('failed');
    const last = JSON.parse(String(vi.mocked(console.log).mock.lastCall![0]));
    expect(last).toEqual({ type: 'result', folder: out, state, error });
    expect(vi.mocked(console.error).mock.lastCall![0]).toContain(error);
    expect(await readdir(out)).not.toContain('.lock');
    expect(await runCommandLine(['predict', out, 'one.png'])).toBe(2);
    expect(vi.mocked(console.error).mock.lastCall![0]).toContain('has no weights yet: it failed: ');
    expect(JSON.parse(await printed(['info', out, '--json']))).toMatchObject({ state: 'failed', error });
  });

  it('has its best weights where it fails after epochs that were good', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const out = join(folder, 'diverged');
    expect(await runCommandLine(['train', 'digits', ...small, '--epochs', '1', '--json', '--out', out])).toBe(
      0,
    );
    const scores = JSON.parse(await printed(['evaluate', out, '--json', '--device', 'wasm']));
    await rm(join(out, 'model.safetensors'));
    const { path } = (await listCheckpoints(join(out, 'checkpoints'))).at(-1)!;
    const saved = (await loadTrainingCheckpoint(path)) as { model: Record<string, Tensor> };
    const model = Object.fromEntries(Object.entries(saved.model).map(([key, one]) => [key, one.mul(1e30)]));
    await saveTrainingCheckpoint(path, { ...saved, model });
    expect(await runCommandLine(['train', '--resume', out, '--epochs', '2'])).toBe(1);
    expect(vi.mocked(console.log).mock.lastCall![0]).toContain('The best weights until then are saved');
    expect(JSON.parse(await readFile(join(out, 'run.json'), 'utf8'))).toMatchObject({ state: 'failed' });
    expect(JSON.parse(await printed(['evaluate', out, '--json', '--device', 'wasm']))).toEqual(scores);
  });

  it('refuses fewer epochs than were trained', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const out = join(folder, 'further');
    expect(await runCommandLine(['train', 'digits', ...small, '--epochs', '2', '--json', '--out', out])).toBe(
      0,
    );
    const settings = await readFile(join(out, 'settings.json'), 'utf8');
    expect(await runCommandLine(['train', '--resume', out, '--epochs', '1'])).toBe(2);
    expect(error.mock.lastCall![0]).toContain('has 2 epochs behind it, and --epochs 1 is fewer');
    expect(await readFile(join(out, 'settings.json'), 'utf8')).toBe(settings);
  });

  it('says what is missing of the pictures of a folder', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    const train = (data: string) =>
      runCommandLine(['train', 'vae', '--device', 'wasm', '--data', data, '--out', join(folder, 'none')]);
    expect(await train(join(folder, 'nowhere'))).toBe(2);
    expect(error.mock.lastCall![0]).toContain(`There is no folder ${join(folder, 'nowhere')}.`);
    for (const [name, count] of [
      ['cats', 2],
      ['dogs', 1],
    ] as const) {
      await mkdir(join(folder, 'pets', name), { recursive: true });
      const picture = await encodeImage(hostArray(new Float32Array(300).fill(1), [20, 15, 1]));
      for (let i = 0; i < count; i++) await writeFile(join(folder, 'pets', name, `${i}.png`), picture);
    }
    expect(await train(join(folder, 'pets', 'dogs', '0.png'))).toBe(2);
    expect(error.mock.lastCall![0]).toContain('is a file; name a folder');
    expect(await train(join(folder, 'pets'))).toBe(2);
    expect(error.mock.lastCall![0]).toContain('has fewer than two pictures of dogs');
  });

  it('makes no folder where settings do not fit each other', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const out = join(folder, 'none');
    const begin = ['train', 'digits', '--device', 'wasm', '--json', '--out', out];
    expect(await runCommandLine([...begin, '--set', 'model.channels=4,8,8,8,8'])).toBe(2);
    await expect(readdir(out)).rejects.toThrow('ENOENT');
  });

  it('says what is wrong in a line, with the exit code 2', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    expect(await runCommandLine(['train', 'digits', '--set', 'optimizer.learningrate=1'])).toBe(2);
    expect(error.mock.lastCall).toEqual([
      'error: there is no setting "optimizer.learningrate". Did you mean optimizer.learningRate?',
    ]);
    expect(await runCommandLine(['train', 'digits', '--resume', folder])).toBe(2);
    expect(error.mock.lastCall![0]).toContain('leave the recipe out beside --resume');
    expect(await runCommandLine(['train', '--resume', tmpdir()])).toBe(2);
    expect(error.mock.lastCall![0]).toContain('is no run: it has no run.json.');
  });
});
