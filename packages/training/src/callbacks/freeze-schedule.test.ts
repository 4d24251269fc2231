import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { BatchNorm1d, Linear, mse, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Callback, FreezeSchedule, FreezeUntil, fit } from '../index.js';
import { line } from '../testing/line.js';

beforeAll(async () => {
  await useBackend(cpu());
});

/** Layers that are stages, as those of image networks. */
class Staged extends Sequential {
  readonly stages = { stem: ['0'], middle: ['1'], head: ['2'] };

  freezeThrough(stage: string): this {
    const names = Object.keys(this.stages);
    for (const i of names.keys()) if (i <= names.indexOf(stage)) this.freeze(`${i}.`);
    return this;
  }

  unfreezeFrom(stage: string): this {
    const names = Object.keys(this.stages);
    for (const i of names.keys()) if (i >= names.indexOf(stage)) this.unfreeze(`${i}.`);
    return this;
  }
}

/** Which parts changed in each epoch, statistics included. */
async function train(callback: Callback, epochs: number) {
  const model = new Sequential(new Linear(1, 3), new BatchNorm1d(3), new Linear(3, 1));
  const learned: string[] = [];
  let before: Record<string, string> = {};
  const values = async (): Promise<Record<string, string>> => {
    const entries = Object.entries(model.stateDict()).map(
      async ([name, tensor]) => [name, String(await tensor.data())] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  };
  const look: Callback = {
    onEpochStart: async () => {
      before = await values();
    },
    onEpoch: async () => {
      const after = await values();
      const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
      learned.push([...new Set(changed.map((name) => name[0]))].join(''));
    },
  };
  await fit(model, line(), {
    loss: mse,
    optimizer: new SGD(model.parameters(), { learningRate: 0.01 }),
    epochs,
    callbacks: [callback, look],
    progress: false,
  });
  return { learned, model };
}

describe('FreezeSchedule', () => {
  it('lets parts learn as epochs go by, and keeps the statistics of frozen norms', async () => {
    const schedule = new FreezeSchedule([
      { epoch: 0, freeze: /^[01]\./ },
      { epoch: 1, unfreeze: '1' },
      { epoch: 2, unfreeze: '0', freeze: '2' },
    ]);
    const { learned, model } = await train(schedule, 3);
    expect(learned).toEqual(['2', '12', '01']);
    expect([...model.namedModules()].every(([, module]) => module.training)).toBe(true);
  });

  it('FreezeUntil keeps a part frozen at first', async () => {
    expect((await train(new FreezeUntil(1, '0'), 2)).learned).toEqual(['12', '012']);
  });

  it('freezes from the front and unfreezes from the end by names of stages', async () => {
    const model = new Staged(new Linear(1, 1), new Linear(1, 1), new Linear(1, 1));
    const schedule = new FreezeSchedule([
      { epoch: 0, freezeThrough: 'middle' },
      { epoch: 1, unfreezeFrom: 'middle' },
      { epoch: 2, unfreezeFrom: 'stem' },
    ]);
    const state = { model, epoch: 0 } as unknown as Parameters<typeof schedule.onStart>[0];
    const learning = () => model.parameters().filter(({ requiresGrad }) => requiresGrad).length;
    schedule.onStart(state);
    expect(learning()).toBe(2);
    schedule.onEpochStart({ ...state, epoch: 1 });
    expect(learning()).toBe(4);
    schedule.onEpochStart({ ...state, epoch: 2 });
    expect(learning()).toBe(6);
    const other = new FreezeSchedule([{ epoch: 0, unfreezeFrom: 'tail' }]);
    expect(() => other.onStart(state)).toThrow(
      '[FreezeSchedule] expected a stage of the model, stem, middle, head, got tail.',
    );
    await expect(train(other, 1)).rejects.toThrow(
      '[FreezeSchedule] expected a model that names its stages, got Sequential.',
    );
  });

  it('stands where it belongs when training is resumed', async () => {
    const model = new Sequential(new Linear(1, 1), new Linear(1, 1));
    const schedule = new FreezeUntil(2, '0');
    const state = { model, epoch: 1 } as unknown as Parameters<typeof schedule.onStart>[0];
    schedule.onStart(state);
    expect(model.parameters().map(({ requiresGrad }) => requiresGrad)).toEqual([false, false, true, true]);
    schedule.onStart({ ...state, epoch: 3 });
    expect(model.parameters().every(({ requiresGrad }) => requiresGrad)).toBe(true);
  });

  it('names what is wrong', async () => {
    expect(() => new FreezeSchedule([{ epoch: 0, from: 'x' } as never])).toThrow(
      /\[FreezeSchedule\] expected options among/,
    );
    expect(() => new FreezeUntil(0.5, '0')).toThrow(
      '[FreezeSchedule] expected epochs to be integers of at least 0, got 0.5.',
    );
    await expect(train(new FreezeUntil(1, 'encoder'), 2)).rejects.toThrow(
      '[FreezeSchedule] expected a pattern that matches a parameter, got encoder (parameters 0.weight, 0.bias, 1.weight, 1.bias, 2.weight, 2.bias).',
    );
  });
});
