import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Generator, manualSeed, type Tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { mapBatches } from '../combining/map-batches.js';
import { mapDataset } from '../combining/map-dataset.js';
import { shuffleBuffer } from '../combining/shuffle-buffer.js';
import type { Dataset } from '../dataset.js';
import { DatasetError } from '../dataset-error.js';
import { hostArray } from '../host-array.js';
import { type IterableDataset, iterableDataset } from '../iterable-dataset.js';
import { counting, faulty, noisy, stream } from '../testing/noisy-dataset.js';
import { DataLoader, type DataLoaderState } from './data-loader.js';
import type { DataLoaderOptions } from './data-loader-options.js';
import { WeightedRandomSampler } from './samplers/weighted-random-sampler.js';

beforeAll(async () => {
  await useBackend(cpu());
});

type AnyLoader = DataLoader<Dataset | IterableDataset>;

async function valuesOf(loader: AsyncIterable<readonly Tensor[]>): Promise<number[][]> {
  const batches: number[][] = [];
  for await (const [x] of loader) batches.push(Array.from(await x!.data()));
  return batches;
}

describe('the random numbers of a DataLoader', () => {
  it('depend on its seed, the pass and the place in it, not on how batches are made', async () => {
    const passes = async (data: Dataset, options: DataLoaderOptions): Promise<number[][]> => {
      const loader = new DataLoader(data, { shuffle: true, seed: 5, ...options });
      return [(await valuesOf(loader)).flat(), (await valuesOf(loader)).flat()];
    };
    const expected = await passes(noisy(11), { batchSize: 4, prefetch: 0 });
    expect(expected[0]).not.toEqual(expected[1]);
    expect(await passes(noisy(11), { batchSize: 4, prefetch: 9 })).toEqual(expected);
    expect(await passes(noisy(11), { batchSize: 3 })).toEqual(expected);
    const bitwise = mapBatches(noisy(11), (batch) => batch); // fetched at once
    expect(await passes(bitwise, { batchSize: 4 })).toEqual(expected);
    expect(await passes(noisy(11), { batchSize: 4, seed: 6 })).not.toEqual(expected);
  });

  it('come from manualSeed or a generator, drawn once', async () => {
    const order = async (options: DataLoaderOptions): Promise<number[]> =>
      (await valuesOf(new DataLoader(counting(9), { shuffle: true, ...options }))).flat();
    manualSeed(1);
    const [first, second] = [await order({}), await order({})];
    expect(first).not.toEqual(second);
    manualSeed(1);
    expect([await order({}), await order({})]).toEqual([first, second]);
    expect(await order({ rng: new Generator(1) })).toEqual(first);
    const rng = new Generator(1);
    const loader = new DataLoader(counting(9), { shuffle: true, rng });
    for (let pass = 0; pass < 3; pass++) await valuesOf(loader);
    expect(rng.offset).toBe(1);
  });

  it('differ for the same example drawn twice', async () => {
    const sampler = new WeightedRandomSampler([1], { count: 3 });
    const [values] = await valuesOf(new DataLoader(noisy(1), { sampler }));
    expect(new Set(values).size).toBe(6);
  });
});

describe('the position of a DataLoader', () => {
  const makers: Record<string, () => AnyLoader> = {
    'shuffled with random transforms': () => new DataLoader(noisy(23), { batchSize: 4, shuffle: true }),
    'a weighted sampler': () =>
      new DataLoader(noisy(9), {
        batchSize: 4,
        sampler: new WeightedRandomSampler([1, 2, 3, 4, 5, 6, 7, 8, 9]),
      }),
    'a batch sampler': () =>
      new DataLoader(noisy(9), { batchSampler: { length: 3, batches: () => [[1, 2], [3], [8, 7, 6]] } }),
    'a shuffled stream with random transforms': () =>
      new DataLoader(
        mapDataset(shuffleBuffer(stream(23), 6), ([x], rng) => [
          hostArray([x!.values[0]! + (rng.seed % 1000) / 1000]),
        ]),
        { batchSize: 4, dropLast: true },
      ),
  };

  it.each(Object.entries(makers))(
    'goes on with the same batches in this and later passes: %s',
    async (_, make) => {
      const loader = make();
      const passes: number[][][] = [];
      const states: DataLoaderState[] = [];
      for (let pass = 0; pass < 3; pass++) {
        const batches: number[][] = [];
        for await (const [x] of loader) {
          batches.push(Array.from(await x!.data()));
          states.push(JSON.parse(JSON.stringify(loader.stateDict())));
        }
        passes.push(batches);
      }
      expect(states.map(({ pass, batches }) => [pass, batches])).toEqual(
        passes.flatMap((batches, pass) => batches.map((_, i) => [pass, i + 1])),
      );
      for (const state of [states[0]!, states.at(passes[0]!.length + 1)!, states[passes[0]!.length - 1]!]) {
        const resumed = make();
        resumed.loadStateDict(state);
        expect(resumed.stateDict()).toEqual(state);
        const expected = [passes[state.pass]!.slice(state.batches), ...passes.slice(state.pass + 1)];
        for (const batches of expected) expect(await valuesOf(resumed)).toEqual(batches);
      }
    },
  );

  it('after a pass is the beginning of the next, after leaving early where it was left', async () => {
    const loader = new DataLoader(counting(4), { batchSize: 2, shuffle: true, seed: 1 });
    const place = (): readonly number[] => [loader.stateDict().pass, loader.stateDict().batches];
    expect(place()).toEqual([0, 0]);
    await valuesOf(loader);
    expect(place()).toEqual([1, 0]);
    for await (const _ of loader) break;
    expect(place()).toEqual([1, 1]);
    for await (const _ of loader) break; // a loop that was left is over: this is another pass
    expect(place()).toEqual([2, 1]);
  });

  it('is refused where it does not fit', () => {
    const state = new DataLoader(counting(4), { batchSize: 2, seed: 1 }).stateDict();
    const load = (examples: number, batchSize: number, other: unknown = state): void =>
      new DataLoader(counting(examples), { batchSize }).loadStateDict(other as DataLoaderState);
    expect(() => load(5, 2)).toThrow(
      '[DataLoader.loadStateDict] expected a state of 5 examples in batches of 2, got one of 4 examples in batches of 2.',
    );
    expect(() => load(4, 3)).not.toThrow(); // between passes the size of the batches may change
    expect(() => load(4, 3, { ...state, batches: 1 })).toThrow(
      'in batches of 3, got one of 4 examples in batches of 2.',
    );
    expect(() => load(4, 2, { ...state, batches: -1 })).toThrow('got one with a wrong seed, epoch or number');
    expect(() => load(4, 2, null)).toThrow('got something else.');
  });
});

describe('making batches ahead', () => {
  /** A data set whose examples take a while, as files do, and how many were asked for. */
  const slow = (): { data: Dataset; asked: () => number } => {
    let asked = 0;
    const get: Dataset['get'] = async (index) => {
      asked++;
      await new Promise((resolve) => setTimeout(resolve, 20));
      return [hostArray(Float32Array.of(index))];
    };
    return { data: { length: 12, get }, asked: () => asked };
  };
  const turns = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

  it('happens while the caller works, up to the given number', async () => {
    for (const prefetch of [0, 3]) {
      const { data, asked } = slow();
      for await (const _ of new DataLoader(data, { batchSize: 2, prefetch })) {
        await expect.poll(asked).toBe(2 * (1 + prefetch));
        break;
      }
      await turns();
      expect(asked()).toBe(2 * (1 + prefetch)); // leaving the loop ends it
    }
  });

  it('hears of an error only when its batch has its turn', async () => {
    const fail = (): never => {
      throw new RangeError('five is right out');
    };
    const seen: number[][] = [];
    const read = async (): Promise<void> => {
      for await (const [x] of new DataLoader(faulty(12, 5, fail), { batchSize: 2, prefetch: 9 })) {
        seen.push(Array.from(await x!.data()));
        await turns();
      }
    };
    const error = await read().catch((reason) => reason);
    expect(seen).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.message).toBe('[DataLoader] expected example 5, got RangeError: five is right out.');
  });

  it('ends when the signal says so, with its reason, and frees what it made', async () => {
    const before = liveMemory();
    const stop = new AbortController();
    const endless: Dataset = { length: 4, get: () => new Promise(() => {}) };
    setTimeout(() => stop.abort(new Error('enough')), 5);
    await expect(valuesOf(new DataLoader(endless, { signal: stop.signal }))).rejects.toThrow('enough');
    await expect(valuesOf(new DataLoader(counting(4), { signal: stop.signal }))).rejects.toThrow('enough');
    for await (const _ of new DataLoader(counting(40), { batchSize: 2, prefetch: 5 })) break;
    expect(liveMemory()).toEqual(before);
  });
});

describe('an example that can not be loaded', () => {
  const fail = (): never => {
    throw new Error('gone');
  };

  it('is named, also where batches are fetched at once or come one after another', async () => {
    const message = '[DataLoader] expected example 5, got Error: gone.';
    const atOnce = mapBatches(faulty(12, 5, fail), (batch) => batch);
    await expect(valuesOf(new DataLoader(atOnce, { batchSize: 4 }))).rejects.toThrow(message);
    const lazy = mapDataset(stream(12), (example) => (example[0]!.values[0] === 5 ? fail() : example));
    await expect(valuesOf(new DataLoader(lazy, { batchSize: 4 }))).rejects.toThrow(message);
    const cut = iterableDataset(function* () {
      for (let i = 0; i < 5; i++) yield [hostArray([i])];
      fail();
    });
    await expect(valuesOf(new DataLoader(cut, { batchSize: 4 }))).rejects.toThrow(message);
  });

  it('is also one that a sampler made up', async () => {
    const sampler = { length: 2, indices: () => [1, 7] };
    await expect(valuesOf(new DataLoader(counting(3), { sampler }))).rejects.toThrow(
      '[DataLoader] expected example 7, got [ArrayDataset] expected an index from 0 to 2, got 7.',
    );
  });

  it('is told from examples that do not fit together', async () => {
    const ragged: Dataset = { length: 3, get: (index) => [hostArray(new Float32Array(index + 1))] };
    await expect(valuesOf(new DataLoader(ragged))).rejects.toThrow(
      '[DataLoader] expected a batch of examples 0, 1, 2, got [stackRows] expected float32 [1] as the first example has, got float32 [2] (example 1 of the batch). Pad or crop the examples to one shape, or pass a collate function.',
    );
  });

  it('is told from examples that are no lists of arrays, unless collate takes them', async () => {
    for (const example of [undefined, hostArray([1]), [1, 2]]) {
      const data = { length: 1, get: () => example as never };
      await expect(valuesOf(new DataLoader(data))).rejects.toThrow(
        '[DataLoader] expected example 0, got [Dataset.get] expected a list of arrays, one for each field, got ',
      );
    }
    const texts = { length: 2, get: (index: number) => ['a', 'bcd'][index] as never };
    const collate = (examples: readonly unknown[]) => [
      hostArray(examples.map((text) => String(text).length)),
    ];
    expect(await valuesOf(new DataLoader(texts, { collate }))).toEqual([[1, 3]]);
  });

  it('leaves a request to stop what it is', async () => {
    const stopped = faulty(3, 1, () => {
      throw new DOMException('stopped', 'AbortError');
    });
    await expect(valuesOf(new DataLoader(stopped))).rejects.toThrow(DOMException);
  });
});

describe('a DataLoader of a stream', () => {
  it('knows its length where the stream does', async () => {
    const known: AnyLoader = new DataLoader(stream(5), { batchSize: 2 });
    expect(known.length).toBe(3);
    expect(new DataLoader(stream(5), { batchSize: 2, dropLast: true }).length).toBe(2);
    const unknown = new DataLoader(
      iterableDataset(() => [[hostArray([1])], [hostArray([2])]]),
      { batchSize: 2 },
    );
    expect(unknown.length).toBeUndefined();
    expect(await valuesOf(unknown)).toEqual([[1, 2]]);
    expect(await valuesOf(new DataLoader(stream(5), { batchSize: 2, dropLast: true }))).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('closes a stream that it leaves', async () => {
    let isClosed = false;
    const endless = iterableDataset(async function* () {
      try {
        for (let i = 0; ; i++) yield [hostArray([i])];
      } finally {
        isClosed = true;
      }
    });
    for await (const _ of new DataLoader(endless)) break;
    expect(isClosed).toBe(true);
  });

  it('passes over examples without making them when it goes on', async () => {
    let made = 0;
    const data = mapDataset(stream(12), (example) => {
      made++;
      return example;
    });
    const loader = new DataLoader(data, { batchSize: 2, prefetch: 0 });
    loader.loadStateDict({ seed: 1, pass: 0, batches: 5, examples: 12, batchSize: 2 });
    expect(await valuesOf(loader)).toEqual([[10, 11]]);
    expect(made).toBe(2);
  });
});

describe('settings of a DataLoader', () => {
  it('collate and batches are the caller’s to choose', async () => {
    const collate: DataLoaderOptions['collate'] = (examples) => [hostArray([examples.length])];
    expect(await valuesOf(new DataLoader(counting(5), { batchSize: 3, collate }))).toEqual([[3], [2]]);
    const batchSampler = { length: 2, batches: () => [[4], [0, 2]] };
    const loader = new DataLoader(counting(5), { batchSampler });
    expect([loader.length, loader.batchSize, await valuesOf(loader)]).toEqual([2, 0, [[4], [0, 2]]]);
  });

  it('go with a data set, and nothing else', () => {
    const refused: [unknown, string][] = [
      [undefined, 'expected a data set with length and get, or with iterate, got undefined.'],
      [Promise.resolve(counting(3)), 'got an instance of Promise. Await it: await digits().'],
      [[1, 2], 'got [1, 2]. Make one of arrays with new ArrayDataset([inputs, targets]).'],
      [{ get: () => [] }, "expected the data set's length to be an integer of at least 0, got undefined."],
    ];
    for (const [data, message] of refused) expect(() => new DataLoader(data as Dataset)).toThrow(message);
  });

  it('that contradict each other or are out of range are refused', () => {
    const refused: [DataLoaderOptions, string][] = [
      [{ prefetch: -1 }, 'prefetch to be an integer of at least 0, got -1.'],
      [{ seed: 1, rng: new Generator(1) }, 'seed without rng, got both.'],
      [{ shuffle: true, sampler: { length: 0, indices: () => [] } }, 'sampler without shuffle, got both.'],
      [
        { batchSize: 2, batchSampler: { length: 0, batches: () => [] } },
        'batchSampler without batchSize, got both.',
      ],
      [
        { collate: (examples) => examples[0]!, workers: { count: 1, create: () => ({}) as never } },
        'workers without collate, got both. Pass collate to serveDataset, in the workers.',
      ],
    ];
    for (const [options, message] of refused)
      expect(() => new DataLoader(counting(3), options)).toThrow(`[DataLoader] expected ${message}`);
    expect(() => new DataLoader(stream(3), { shuffle: true })).toThrow(
      '[DataLoader] expected no shuffle for an iterable data set, whose examples have no numbers, got true. Shuffle it with shuffleBuffer.',
    );
  });
});
