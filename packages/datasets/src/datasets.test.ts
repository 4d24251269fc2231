import { ArgumentError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Generator, manualSeed, type Tensor, tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ArrayDataset,
  DataLoader,
  type Dataset,
  digits,
  fetchBatch,
  hostArray,
  type IterableDataset,
  iterableDataset,
  Subset,
  stackRows,
  take,
  targetsOf,
  trainTestSplit,
} from './index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const counted = (length: number): ArrayDataset =>
  new ArrayDataset([
    hostArray(
      Float32Array.from({ length: 2 * length }, (_, i) => i),
      [length, 2],
    ),
    hostArray(Int32Array.from({ length }, (_, i) => i)),
  ]);

async function classesOf(loader: DataLoader | DataLoader<IterableDataset>): Promise<number[][]> {
  const batches: number[][] = [];
  for await (const [, targets] of loader) batches.push(Array.from(await targets!.data()));
  return batches;
}

describe('digits', () => {
  it('are the 1,797 of the test part, with their classes', async () => {
    const data = await digits();
    expect(data.length).toBe(1797);
    const [images, classes] = data.fields;
    expect(images!.shape).toEqual([1797, 8, 8, 1]);
    const counts = new Array(10).fill(0);
    for (const value of classes!.values) counts[value]++;
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]); // as UCI's description has them
    expect(Array.from(images!.values).reduce((sum, value) => sum + value * 16, 0)).toBe(561718);
    const [first, label] = data.get(0);
    expect(Array.from(first!.values.subarray(0, 8), (value) => value * 16)).toEqual([
      0, 0, 5, 13, 9, 1, 0, 0,
    ]);
    expect(label!.values[0]).toBe(0);
  });
});

describe('take', () => {
  it('has the first examples, of data sets of both kinds', async () => {
    expect(await classesOf(new DataLoader(take(counted(5), 2), { batchSize: 4 }))).toEqual([[0, 1]]);
    expect(take(counted(2), 9).length).toBe(2);
    let made = 0;
    const endless = iterableDataset(function* () {
      for (; ; made++) yield [hostArray(Float32Array.of(made)), hostArray(Int32Array.of(made), [])];
    });
    expect(await classesOf(new DataLoader(take(endless, 3), { batchSize: 2 }))).toEqual([[0, 1], [2]]);
    expect(() => take(counted(2), 0)).toThrow('[take] expected an integer of at least 1, got 0.');
  });
});

describe('targetsOf', () => {
  it('gives the targets of any data set, also of a part of one', async () => {
    const data = counted(600);
    expect(await targetsOf(new Subset(data, [7, 3]))).toEqual(Int32Array.of(7, 3));
    const mapped: Dataset = { length: 600, get: (i) => data.get(i) };
    const all = Int32Array.from({ length: 600 }, (_, i) => i);
    expect(await targetsOf(mapped)).toEqual(all);
    expect(await targetsOf(new Subset(mapped, all.toReversed()))).toEqual(all.toReversed());
    await expect(targetsOf(data, 0)).rejects.toThrow(
      '[targetsOf] expected one number for each example, got shape [600, 2] (field 0).',
    );
    await expect(targetsOf(data, 2)).rejects.toThrow('expected one of the 2 fields, from 0 to 1, got 2');
  });
});

describe('ArrayDataset', () => {
  it.each([
    [
      'two arrays',
      () => new ArrayDataset([[1], [2]], [0, 1] as never),
      'got two arrays. Write new ArrayDataset([inputs, targets]).',
    ],
    [
      'a typed array beside it',
      () => new ArrayDataset([[1], [2]], Int32Array.of(0, 1) as never),
      'got two arrays',
    ],
    [
      'one array',
      () => new ArrayDataset(Float32Array.of(1, 2) as never),
      'expected all fields in one list, as [inputs, targets], got',
    ],
    [
      'a tensor',
      () => new ArrayDataset([tensor([1, 2]) as never]),
      "expected arrays in JavaScript's memory, got a tensor (field 0). Read its values: hostArray(await x.data(), x.shape).",
    ],
    [
      'an option that there is none',
      () => new ArrayDataset([[1]], { classes: ['a'] } as never),
      'classNames',
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(ArgumentError);
    expect(make).toThrow(message);
  });

  it('gives examples and batches', () => {
    const data = counted(3);
    expect(data.get(2).map(({ values, shape }) => [Array.from(values), shape])).toEqual([
      [[4, 5], [2]],
      [[2], []],
    ]);
    expect(data.batch([2, 0])[0]!.shape).toEqual([2, 2]);
  });

  it('names what does not fit', () => {
    expect(() => new ArrayDataset([])).toThrow(
      '[ArrayDataset] expected fields with one row for each example, got no fields.',
    );
    expect(() => new ArrayDataset([hostArray(new Int32Array(2)), hostArray(new Int32Array(3))])).toThrow(
      '[ArrayDataset] expected fields with one row for each example, got 2 and 3 rows.',
    );
    expect(() => counted(3).get(3)).toThrow('[ArrayDataset] expected an index from 0 to 2, got 3.');
    expect(() => new Subset(counted(3), [0, 3])).toThrow('[Subset] expected an index from 0 to 2, got 3.');
    expect(() => hostArray(new Int32Array(2), [3])).toThrow('[hostArray] expected 2 values, got shape [3].');
    expect(() => stackRows([hostArray(new Int32Array(2)), hostArray(new Int32Array(3))])).toThrow(
      '[stackRows] expected int32 [2] as the first example has, got int32 [3] (example 1 of the batch). Pad or crop the examples to one shape, or pass a collate function.',
    );
  });
});

describe('a data set of one example at a time', () => {
  it('is batched by stacking', async () => {
    const data: Dataset = { length: 3, get: async (i) => [hostArray(Float32Array.of(i, i * i))] };
    const [field] = await fetchBatch(data, [2, 1]);
    expect([Array.from(field!.values), field!.shape]).toEqual([
      [2, 4, 1, 1],
      [2, 2],
    ]);
  });
});

describe('DataLoader', () => {
  it('goes through all examples in order', async () => {
    const loader = new DataLoader(counted(5), { batchSize: 2 });
    expect(loader.length).toBe(3);
    expect(await classesOf(loader)).toEqual([[0, 1], [2, 3], [4]]);
    expect(await classesOf(new DataLoader(counted(5), { batchSize: 2, dropLast: true }))).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });

  it('shuffles anew each pass, as the seed says, and keeps rows together', async () => {
    const passes = async (): Promise<number[][][]> => {
      const loader = new DataLoader(counted(20), { batchSize: 20, shuffle: true, rng: new Generator(4) });
      return [await classesOf(loader), await classesOf(loader)];
    };
    const [first, second] = await passes();
    expect(first).not.toEqual(second);
    expect(first![0]!.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(await passes()).toEqual([first, second]);
    for await (const [rows, classes] of new DataLoader(counted(20), { shuffle: true })) {
      const targets = await classes!.data();
      expect(Array.from(await rows!.data())).toEqual(Array.from(targets).flatMap((i) => [2 * i, 2 * i + 1]));
    }
  });

  it('frees batches, also when left early', async () => {
    const before = liveMemory();
    const seen: Tensor[] = [];
    for await (const [rows] of new DataLoader(counted(6), { batchSize: 2 })) {
      seen.push(rows!);
      if (seen.length === 2) break;
    }
    expect(seen.map((rows) => rows.isDisposed)).toEqual([true, true]);
    expect(liveMemory()).toEqual(before);
  });

  it('refuses a batch of nothing', () => {
    expect(() => new DataLoader(counted(3), { batchSize: 0 })).toThrow(
      '[DataLoader] expected batchSize to be an integer of at least 1, got 0.',
    );
  });
});

describe('trainTestSplit', () => {
  it('holds out a share, each example on one side', async () => {
    manualSeed(2);
    const [train, test] = trainTestSplit(counted(10), { testSize: 0.3 });
    expect([train.length, test.length]).toEqual([7, 3]);
    const all = [...Array.from(train.indices), ...Array.from(test.indices)].sort((a, b) => a - b);
    expect(all).toEqual(Array.from({ length: 10 }, (_, i) => i));
    manualSeed(2);
    expect(trainTestSplit(counted(10), { testSize: 0.3 })[1].indices).toEqual(test.indices);
  });

  it('takes the last ones when not shuffling', () => {
    expect(Array.from(trainTestSplit(counted(4), { testSize: 1, shuffle: false })[1].indices)).toEqual([3]);
  });

  it('refuses an empty part', () => {
    expect(() => trainTestSplit(counted(1))).toThrow(
      '[trainTestSplit] expected at least two examples, got 1.',
    );
    for (const testSize of [0, 4, 1.5, -1]) {
      expect(() => trainTestSplit(counted(4), { testSize })).toThrow(
        `[trainTestSplit] expected testSize to be a share between 0 and 1, or a number of examples below 4, got ${testSize}.`,
      );
    }
  });
});
