import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentBackend, setBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { hostArray } from '@neurona/datasets';
import { Linear } from '@neurona/layers';
import { Adam, CosineAnnealingLR } from '@neurona/optimizers';
import { defaultGenerator, isTensor, manualSeed, rand, type Tensor, tensor } from '@neurona/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CheckpointError,
  checkpointPath,
  decodeTrainingCheckpoint,
  encodeSafetensors,
  encodeTrainingCheckpoint,
  listCheckpoints,
  loadTrainingCheckpoint,
  loadWeights,
  saveTrainingCheckpoint,
  tidyCheckpoints,
} from '../index.js';

let folder: string;
beforeAll(async () => {
  setBackend(await cpu().create());
  folder = await mkdtemp(join(tmpdir(), 'neurona-training-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A model that made a few steps, with its optimizer and schedule. */
function trained() {
  const model = new Linear(3, 2);
  const optimizer = new Adam(model.parameters(), { learningRate: 0.1 });
  const schedule = new CosineAnnealingLR(optimizer, 7);
  const steps = (count: number): void => {
    for (let i = 0; i < count; i++) {
      optimizer.zeroGrad();
      model
        .forward(rand([4, 3]))
        .square()
        .mean()
        .backward();
      optimizer.step();
      schedule.step();
    }
  };
  const parts = () => ({
    model: model.stateDict(),
    optimizer: optimizer.stateDict(),
    schedule: schedule.stateDict(),
    random: defaultGenerator().state,
  });
  return { model, optimizer, schedule, steps, parts };
}

describe('a checkpoint of a whole training', () => {
  it('lets it go on as if it had not been interrupted', async () => {
    manualSeed(4);
    const path = join(folder, 'whole.safetensors');
    const first = trained();
    first.steps(3);
    await saveTrainingCheckpoint(path, first.parts());
    first.steps(3);
    const second = trained();
    const saved = (await loadTrainingCheckpoint(path)) as ReturnType<typeof first.parts>;
    second.model.loadStateDict(saved.model);
    second.optimizer.loadStateDict(saved.optimizer);
    second.schedule.loadStateDict(saved.schedule);
    defaultGenerator().state = saved.random;
    second.steps(3);
    expect(await second.model.weight.data()).toEqual(await first.model.weight.data());
    expect(second.optimizer.learningRate).toBe(first.optimizer.learningRate);
  });

  it('keeps every kind of value', async () => {
    const parts = {
      numbers: [1, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1, 2 ** 53 - 1],
      nothing: [null, undefined, '', 'ñ', true, false, []],
      tensors: { a: tensor([[1, 2]]), b: tensor([1, -7], { dtype: 'int32' }), c: tensor([true, false]) },
      scalar: tensor(Math.PI),
      empty: tensor([], { shape: [0, 4] }),
      host: hostArray(Int32Array.of(5, 6), [2, 1]),
      values: Float32Array.of(1.5, -0),
      'a/b': tensor(1),
      a: { b: tensor(2) },
      $tensor: 'not a tensor',
      nested: { $undefined: true, ['__proto__']: 5 },
    };
    const path = join(folder, 'kinds.safetensors');
    await saveTrainingCheckpoint(path, parts);
    const back = (await loadTrainingCheckpoint(path)) as typeof parts;
    expect(await plain(back)).toEqual(await plain(parts));
    expect(Object.is(back.numbers[1], -0)).toBe(true);
    expect(back.host).toEqual(parts.host);
    const decoded = decodeTrainingCheckpoint(await encodeTrainingCheckpoint(parts)) as typeof parts;
    expect(decoded.tensors.b).toEqual({ values: Int32Array.of(1, -7), shape: [2], dtype: 'int32' });
    expect(decoded.values).toEqual(parts.values);
  });

  it('keeps every bit of a float', async () => {
    const bits = Uint32Array.of(1, 0x80000000, 0x7f7fffff, 0x00800000, 0x3f800001, 0xff800000);
    const values = new Float32Array(bits.buffer);
    const back = decodeTrainingCheckpoint(await encodeTrainingCheckpoint({ x: tensor(values) }));
    const { values: found } = back.x as { values: Float32Array };
    expect(new Uint32Array(found.buffer)).toEqual(bits);
  });

  const wrong: [name: string, call: () => unknown, message: string][] = [
    [
      'a function in it',
      () => encodeTrainingCheckpoint({ callbacks: [{ onEnd: () => {} }] }),
      '[encodeTrainingCheckpoint] expected tensors, arrays, numbers, strings and booleans, in records and lists, got the function onEnd (callbacks.0.onEnd).',
    ],
    [
      'an instance of a class',
      () => encodeTrainingCheckpoint({ when: new Date(0) }),
      '[encodeTrainingCheckpoint] expected tensors, arrays, numbers, strings and booleans, in records and lists, got an instance of Date (when).',
    ],
    [
      'a file of weights',
      async () => decodeTrainingCheckpoint(encodeSafetensors({}), 'w.safetensors'),
      '[decodeTrainingCheckpoint] expected a checkpoint of a whole training, version 1, got weights alone (w.safetensors). Read weights with decodeSafetensors.',
    ],
    [
      'a file cut short',
      async () => decodeTrainingCheckpoint((await encodeTrainingCheckpoint({ x: tensor(1) })).slice(0, -1)),
      '[decodeSafetensors] expected values that end by byte',
    ],
    [
      'state whose array is not there',
      async () =>
        decodeTrainingCheckpoint(
          encodeSafetensors({}, { 'neurona.training': '1', 'neurona.state': '{"x":{"$tensor":"x"}}' }),
        ),
      '[decodeTrainingCheckpoint] expected the array that its state names, got none (x).',
    ],
    [
      'state that is no JSON',
      async () =>
        decodeTrainingCheckpoint(encodeSafetensors({}, { 'neurona.training': '1', 'neurona.state': '{' })),
      '[decodeTrainingCheckpoint] expected state as JSON, got',
    ],
    [
      'a negative step',
      async () => checkpointPath('a', -1),
      '[checkpointPath] expected the number of steps to be an integer of at least 0, got -1.',
    ],
  ];
  const stateOf = (state: string) =>
    decodeTrainingCheckpoint(encodeSafetensors({}, { 'neurona.training': '1', 'neurona.state': state }));

  it.each([
    ['null', 'expected state of a record of parts, got null'],
    ['[1]', 'expected state of a record of parts, got a list'],
    ['7', 'expected state of a record of parts, got 7'],
    ['{"$number":"NaN"}', 'expected state of a record of parts, got NaN'],
    ['{"$record":null}', 'expected state of a value, an array or a record, got something else at $record.'],
    ['{"a":{"$record":[1]}}', 'got something else at $record (a).'],
    ['{"a":{"$record":"x"}}', 'got something else at $record (a).'],
    ['{"a":{"$record":{},"b":1}}', 'got something else at $record (a).'],
    ['{"a":{"$number":"seven"}}', 'got something else at $number (a).'],
    ['{"a":{"$tensor":7}}', 'got something else at $tensor (a).'],
    ['{"a":{"$other":1}}', 'got something else at $other (a).'],
    ['{"a":{"$undefined":false}}', 'got something else at $undefined (a).'],
    [
      `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'expected state of at most 256 levels, got more (a.0.0.0.0.0.0.0).',
    ],
    [`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'expected state of at most 256 levels, got more'],
  ])('refuses state that was damaged: %s', (state, message) => {
    expect(() => stateOf(state)).toThrow(CheckpointError);
    expect(() => stateOf(state)).toThrow(message);
  });

  it('refuses to save what has no end', async () => {
    const circle: { again?: unknown } = {};
    circle.again = [circle];
    await expect(encodeTrainingCheckpoint(circle)).rejects.toThrow(
      '[encodeTrainingCheckpoint] expected records and lists in each other at most 256 deep, got deeper ones (again.0.again.0.again.0.again.0). Does one of them hold itself?',
    );
  });

  it('keeps no tensors of a file that is refused', async () => {
    const array = hostArray(Float32Array.of(1, 2));
    const path = join(folder, 'half.safetensors');
    const state = '{"a":{"$tensor":"a"},"b":{"$tensor":"b"}}';
    await writeFile(
      path,
      encodeSafetensors({ a: array }, { 'neurona.training': '1', 'neurona.state': state }),
    );
    const usual = currentBackend();
    const own = await cpu().create(); // nobody else's tensors are counted
    setBackend(own);
    await expect(loadTrainingCheckpoint(path)).rejects.toThrow(
      'expected the array that its state names, got none (b',
    );
    setBackend(usual);
    expect(own.memory().buffers).toBe(0);
  });

  for (const [name, call, message] of wrong) {
    it(`refuses ${name}`, async () => {
      await expect(call()).rejects.toThrow(message);
    });
  }
});

it('a file of a whole training is not taken for weights', async () => {
  const bytes = await encodeTrainingCheckpoint({ model: { weight: tensor([[1]]) } });
  await expect(loadWeights(new Linear(1, 1), bytes)).rejects.toThrow(
    '[loadWeights] expected a file of weights, got one of a whole training (bytes in memory). Use loadCheckpointWeights of @neurona/training',
  );
});

describe('a folder of checkpoints', () => {
  it('is listed by steps, and tidied', async () => {
    const runs = join(folder, 'runs');
    for (const step of [20, 3, 1_000_000_000]) {
      await saveTrainingCheckpoint(checkpointPath(runs, step), { step });
    }
    await writeFile(join(runs, 'notes.txt'), '');
    await writeFile(join(runs, '.step-000000004.safetensors.0123456789ab.tmp'), 'half');
    const files = await listCheckpoints(runs);
    expect(files.map((file) => file.step)).toEqual([3, 20, 1_000_000_000]);
    expect((await loadTrainingCheckpoint(files[1]!.path)).step).toBe(20);
    await tidyCheckpoints(runs, files.slice(0, 2));
    expect((await readdir(runs)).sort()).toEqual(['notes.txt', 'step-1000000000.safetensors']);
    expect(await listCheckpoints(join(folder, 'none'))).toEqual([]);
  });

  it('names what can not be read or removed', async () => {
    const path = checkpointPath(join(folder, 'odd'), 1);
    await mkdir(join(path, 'a folder in place of a file'), { recursive: true });
    const files = await listCheckpoints(join(folder, 'odd'));
    const removed = tidyCheckpoints(join(folder, 'odd'), files);
    await expect(removed).rejects.toThrow(CheckpointError);
    await expect(removed).rejects.toThrow('[tidyCheckpoints] expected a file that can be removed, got');
    await writeFile(join(folder, 'file'), '');
    await expect(listCheckpoints(join(folder, 'file'))).rejects.toThrow(
      '[listCheckpoints] expected a folder that can be read, got ENOTDIR',
    );
  });
});

/** The same tree with the values of tensors in their place. */
async function plain(value: unknown): Promise<unknown> {
  if (isTensor(value)) return [value.dtype, value.shape, await (value as Tensor).data()];
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value).map(async ([key, item]) => [key, await plain(item)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
