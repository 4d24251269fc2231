import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { loadSafetensors, saveSafetensors, saveWeights } from '@neurona/checkpoints';
import { GPT2, saveTokenizer, trainBPE } from '@neurona/transformer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommandLine } from '../program.js';
import { RunFolder } from '../runs/run-folder.js';
import { allTasks } from './all-tasks.js';

let folder: string;
let runs = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurona-cli-tasks-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {}); // what it prints isn't for who tests it
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The last line that a command prints, as JSON. */
async function printed(...args: readonly string[]): Promise<Record<string, unknown>> {
  expect(await runCommandLine([...args, '--json', '--device', 'wasm']), args.join(' ')).toBe(0);
  return JSON.parse(String(vi.mocked(console.log).mock.lastCall![0]));
}

/** Trains a recipe for an epoch, and exports it. */
async function trained(recipe: string, ...changes: readonly string[]): Promise<string> {
  const out = join(folder, `${recipe}-${++runs}`);
  const set = changes.flatMap((change) => ['--set', change]);
  const ended = await printed('train', recipe, '--epochs', '1', '--out', out, ...set);
  expect(ended).toMatchObject({ type: 'result', state: 'completed' });
  for (const value of Object.values(ended.numbers as Record<string, number>))
    expect(value).toBeTypeOf('number');
  expect(await runCommandLine(['export', out, '--format', 'onnx'])).toBe(0);
  return out;
}

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

/** Prices of houses by their rooms and place. */
const houses = [
  'rooms,place,price',
  ...Array.from({ length: 60 }, (_, i) => `${i % 7},${i % 2 ? 'town' : ''},${100 + 20 * (i % 7) + i / 10}`),
];

describe('the task table', () => {
  it('tells classes, and numbers with text and missing values beside them', async () => {
    const wine = await trained('table', 'model.hidden=8');
    expect(await printed('evaluate', wine)).toMatchObject({ examples: 36 });
    const data = await file('houses.csv', houses.join('\n'));
    const run = await trained('table', `data.path=${data}`, 'model.hidden=8');
    const rows = await file('rows.csv', 'place,rooms\ntown,3\nvillage,');
    expect(await printed('predict', run, rows)).toEqual({
      input: `${rows}, row 2`,
      price: expect.any(Number),
    });
    const others = await file('others.csv', 'place,rooms,price\ntown,3,160\n,4,180\ntown,5,');
    expect(await printed('evaluate', run, '--data', others)).toMatchObject({ examples: 2 });
  });

  it('says which classes of other data it does not know', async () => {
    const drinks = [
      'strength,drink',
      ...Array.from({ length: 30 }, (_, i) => `${i},${i % 2 ? 'tea' : 'milk'}`),
    ];
    const run = await trained('table', `data.path=${await file('drinks.csv', drinks.join('\n'))}`);
    const others = await file('beers.csv', 'drink,strength\nbeer,3\ntea,2');
    expect(await runCommandLine(['evaluate', run, '--data', others, '--device', 'wasm'])).toBe(2);
    expect(vi.mocked(console.error).mock.lastCall![0]).toContain(
      `${others} has classes that the model doesn't know: beer. It knows milk, tea.`,
    );
  });

  it('says which column is missing', async () => {
    const data = await file('some.csv', houses.join('\n'));
    const tried = ['train', 'table', '--device', 'wasm', '--data', data, '--out', join(folder, 'none')];
    expect(await runCommandLine([...tried, '--set', 'data.target=prize'])).toBe(2);
    expect(vi.mocked(console.error).mock.lastCall![0]).toContain('no column "prize". Did you mean price?');
    expect(await runCommandLine(['train', 'table', '--device', 'wasm', '--data', folder])).toBe(2);
    expect(vi.mocked(console.error).mock.lastCall![0]).toContain(`${folder} is a folder, and a file is read`);
  });
});

describe('the task text', () => {
  it('goes on with a text', async () => {
    const data = await file('song.txt', 'la la li lo lu '.repeat(60));
    const sizes = ['model.hidden=8', 'model.layers=1', 'data.contextLength=8', 'generation.length=12'];
    const run = await trained('text', `data.path=${data}`, ...sizes);
    const { text } = await printed('predict', run, 'la l');
    expect(text).toMatch(/^[lai uo]{12}$/);
    const other = await file('other.txt', 'lu lo li la '.repeat(2));
    expect(await printed('evaluate', run, '--data', other)).toMatchObject({ accuracy: expect.any(Number) });
    expect(await runCommandLine(['predict', run, 'xyz'])).toBe(1);
    expect(vi.mocked(console.error).mock.lastCall![0]).toContain('x');
  });
});

describe('the task text-classes', () => {
  it('tells the class of a text, also of one with words that it does not know', async () => {
    const rows = Array.from({ length: 40 }, (_, i) =>
      i % 2 ? `"good, number ${i}",glad` : `bad number ${i},sad`,
    );
    const data = await file('moods.csv', ['text,mood', ...rows].join('\n'));
    const run = await trained('text-classes', `data.path=${data}`, 'model.hidden=4', 'data.length=5');
    expect(await printed('predict', run, 'unheard of')).toMatchObject({
      class: expect.stringMatching(/^(glad|sad)$/),
    });
    const others = await file('more-moods.csv', 'text,mood\nunheard of,sad\nbad number 5,sad');
    expect(await printed('evaluate', run, '--data', others)).toMatchObject({ examples: 2 });
  });
});

describe('the task forecast', () => {
  it('tells how series go on, from the end of the data or of a file', async () => {
    const dayOf = (i: number): string => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10);
    const rows = Array.from({ length: 80 }, (_, i) => `${dayOf(i)},${i % 5},${100 + (i % 5)}`);
    const data = await file('sales.csv', ['day,a,b', ...rows].join('\n'));
    const run = await trained(
      'forecast',
      `data.path=${data}`,
      'data.window=10',
      'data.horizon=3',
      'model.hidden=4',
    );
    const forecast = await printed('predict', run);
    expect(forecast).toMatchObject({
      columns: ['a', 'b'],
      ahead: [dayOf(80), dayOf(81), dayOf(82)],
      steps: [[expect.any(Number), expect.any(Number)], [], []].map(() => expect.any(Array)),
    });
    expect(await printed('predict', run, data)).toEqual({ ...forecast, input: data });
    expect(await printed('evaluate', run, '--data', data)).toMatchObject({ ratio: expect.any(Number) });
  });
});

describe('the tasks vae and gan', () => {
  it('draw pictures', async () => {
    for (const [recipe, size] of [
      ['vae', 'model.hidden=8'],
      ['gan', 'model.features=8'],
    ] as const) {
      const run = await trained(recipe, 'data.limit=100', 'data.augment=shift', size);
      await printed('predict', run);
      expect(await runCommandLine(['predict', run, '--device', 'wasm'])).toBe(0);
      expect(vi.mocked(console.log).mock.lastCall![0]).toMatch(
        /drawn.svg, 40 new pictures, to open in a browser/,
      );
      expect(await readFile(join(run, 'drawn.svg'), 'utf8')).toMatch(/^<svg /);
      expect(await runCommandLine(['export', run, '--to', 'pytorch', '--no-data'])).toBe(0);
      const program = await readFile(join(run, 'pytorch', 'train.py'), 'utf8');
      expect(program).toContain(recipe === 'vae' ? 'BETA = 1.0' : 'AVERAGE = 0.995');
      expect(program).toContain('AUGMENTATION = transforms.Compose(');
    }
  });

  it('clips the gradients of a vae, also in PyTorch', async () => {
    const changes = ['data.limit=100', 'model.hidden=8', 'optimizer.name=sgd', 'optimizer.momentum=0'];
    const [free, clipped] = [
      await trained('vae', ...changes),
      await trained('vae', ...changes, 'training.clipNorm=1e-3'),
    ];
    expect(await printed('evaluate', clipped)).not.toEqual(await printed('evaluate', free));
    expect(await runCommandLine(['export', clipped, '--to', 'pytorch', '--no-data'])).toBe(0);
    expect(await readFile(join(clipped, 'pytorch', 'train.py'), 'utf8')).toContain('CLIP_NORM = 0.001');
  });
});

describe('the task lora', () => {
  it('turns a language model from a folder to a text', async () => {
    const text = 'a rose is a rose is a rose '.repeat(20);
    const base = join(folder, 'base');
    const tokenizer = trainBPE(text, { vocabSize: 270 });
    await saveTokenizer(tokenizer, base);
    await useBackend(wasm());
    const sizes = {
      vocabSize: tokenizer.vocabSize,
      contextLength: 16,
      embedDim: 8,
      numLayers: 1,
      numHeads: 2,
    };
    await saveWeights(join(base, 'model.safetensors'), new GPT2(sizes), { layout: 'torch' });
    const config = {
      model_type: 'gpt2',
      vocab_size: sizes.vocabSize,
      n_positions: 16,
      n_embd: 8,
      n_layer: 1,
      n_head: 2,
    };
    await file('base/config.json', JSON.stringify(config));
    const data = await file('rose.txt', text);
    const none = ['train', 'lora', '--data', data, '--set', `model.pretrained=${join(folder, 'no-base')}`];
    expect(await runCommandLine([...none, '--device', 'wasm', '--out', join(folder, 'none')])).toBe(2);
    expect(vi.mocked(console.error).mock.lastCall![0]).toContain('no-base has no config.json');
    const changes = [
      `data.path=${data}`,
      `model.pretrained=${base}`,
      'data.contextLength=4',
      'generation.length=4',
    ];
    const run = await trained('lora', ...changes, 'model.rank=2');
    expect(await printed('predict', run, 'a rose')).toMatchObject({ text: expect.any(String) });
    const scores = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')).numbers;
    expect(await printed('evaluate', run)).toEqual(scores);
    const checkpoint = await loadSafetensors(join(run, 'checkpoints', 'best.safetensors'));
    const weights = Object.keys(checkpoint).filter((key) => /^(model|validated)\//.test(key));
    expect(weights.length).toBeGreaterThan(0);
    for (const key of weights) expect(key).toMatch(/lora/i);
    const whole = await trained('lora', ...changes, 'model.rank=2', 'training.epochs=2');
    await printed('train', '--resume', run, '--epochs', '2');
    for (const name of ['run.json', 'adapters/adapter_model.safetensors'])
      expect(await readFile(join(run, name)), name).toEqual(await readFile(join(whole, name)));
    expect(await printed('evaluate', run, '--data', data)).toMatchObject({ loss: expect.any(Number) });

    expect((await readdir(join(run, 'adapters'))).sort()).toEqual([
      'adapter_config.json',
      'adapter_model.safetensors',
    ]);
    const [record, published] = await Promise.all([
      readFile(join(run, 'run.json')),
      readFile(join(base, 'model.safetensors')),
    ]);
    await saveWeights(join(base, 'model.safetensors'), new GPT2(sizes), { layout: 'torch' });
    for (const args of [
      ['predict', run, 'a rose'],
      ['train', '--resume', run, '--epochs', '3'],
    ]) {
      expect(await runCommandLine([...args, '--device', 'wasm']), args[0]!).toBe(2);
      expect(vi.mocked(console.error).mock.lastCall![0]).toMatch(
        /base isn't the model that .* was trained with: its weights are others\./,
      );
    }
    expect(await readFile(join(run, 'run.json'))).toEqual(record); // of a training that is whole as before
    await writeFile(join(base, 'model.safetensors'), published);
    const shifted = await loadSafetensors(join(base, 'model.safetensors'));
    (shifted['transformer.ln_f.bias']!.values as Float32Array).fill(1); // of a layer without adapters
    await saveSafetensors(join(base, 'model.safetensors'), shifted);
    expect(await runCommandLine(['export', run, '--to', 'pytorch'])).toBe(2);
    expect(vi.mocked(console.error).mock.lastCall![0]).toContain("base isn't the model that");
    await writeFile(join(base, 'model.safetensors'), published);
    expect(await runCommandLine(['import', join(run, 'model.onnx'), run])).toBe(2);
    expect(vi.mocked(console.error).mock.lastCall![0]).toContain(
      'model.onnx holds a whole model, and a run of the task lora keeps adapters alone.',
    );
    expect(await runCommandLine(['export', run, '--to', 'torch'])).toBe(0);
    const merged = await loadSafetensors(join(run, 'exported-torch.safetensors'));
    const before = await loadSafetensors(join(base, 'model.safetensors'));
    const changed = Object.keys(before).filter(
      (key) => String(before[key]!.values) !== String(merged[key]!.values),
    );
    expect(Object.keys(merged).sort()).toEqual(Object.keys(before).sort());
    expect(changed).toEqual(['transformer.h.0.attn.c_attn.weight']);
  });
});

describe('facts of a run', () => {
  it('are refused where they are not those of the task', async () => {
    for (const task of allTasks.values())
      for (const raw of [undefined, null, 5, [], {}, { classNames: 5 }, { tokenizer: {} }, { features: {} }])
        expect(() => task.readFacts(raw), `${task.name} ${JSON.stringify(raw)}`).toThrow();
    const run = await RunFolder.open(await trained('table', 'model.hidden=4', 'model.dropout=0'));
    const record = await run.read();
    const { task } = await run.recipe();
    expect(task.readFacts(record.facts)).toEqual(record.facts);
    expect(JSON.parse(await readFile(join(run.folder, 'run.json'), 'utf8')).format).toBe(1);
  });
});
