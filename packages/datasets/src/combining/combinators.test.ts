import { ArgumentError } from '@neurona/backend';
import { Generator } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import { ArrayDataset, type Dataset, type Example, fetchBatch } from '../dataset.js';
import { type HostArray, hostArray, unstackRows } from '../host-array.js';
import { type IterableDataset, iterableDataset, makeExample } from '../iterable-dataset.js';
import { counting, stream } from '../testing/noisy-dataset.js';
import { CacheDataset } from './cache-dataset.js';
import { ChainDataset } from './chain-dataset.js';
import { ConcatDataset } from './concat-dataset.js';
import { mapBatches } from './map-batches.js';
import { mapDataset } from './map-dataset.js';
import { shuffleBuffer } from './shuffle-buffer.js';
import { StackDataset } from './stack-dataset.js';
import { Subset } from './subset.js';

const numbers = (example: Example): number[][] => example.map(({ values }) => Array.from(values));
const one = (value: number): HostArray => hostArray(value, []);

async function examplesOf(data: IterableDataset, rng?: Generator): Promise<number[]> {
  const found: number[] = [];
  for await (const item of data.iterate(rng)) found.push((await makeExample(item))[0]!.values[0]!);
  return found;
}

describe('hostArray', () => {
  it('keeps bytes that are booleans, and refuses others without a dtype', () => {
    const bytes = Uint8Array.of(0, 1);
    expect(hostArray(bytes).values).toBe(bytes);
    expect(() => hostArray(Uint8Array.of(1, 0, 255))).toThrow(
      "[hostArray] expected a dtype for bytes that are not 0 and 1, got 255 (byte 2). Pass the dtype 'float32' or 'int32'; pixels are float32 in [0, 1], so divide them by 255.",
    );
    expect(hostArray(Uint8Array.of(0, 255), [2], 'bool').values).toEqual(bytes);
    expect(hostArray(Uint8Array.of(0, 255), [2], 'float32').values).toEqual(Float32Array.of(0, 255));
  });

  it('takes flat arrays of other kinds as tensors do', () => {
    expect(hostArray(Float64Array.of(0.5, 2)).values).toEqual(Float32Array.of(0.5, 2));
    expect(hostArray(new Uint8ClampedArray([3, 255])).values).toEqual(Int32Array.of(3, 255));
    expect(hostArray([Float32Array.of(1, 2), Float32Array.of(3, 4)]).shape).toEqual([2, 2]);
  });

  it('has the widest dtype of mixed values, and refuses what int32 cannot hold', () => {
    expect(hostArray([[true, 30, 1.5]])).toEqual({
      values: Float32Array.of(1, 30, 1.5),
      shape: [1, 3],
      dtype: 'float32',
    });
    expect(new ArrayDataset([[[true, 30, 1.5]]]).fields[0]!.values).toEqual(Float32Array.of(1, 30, 1.5));
    expect(() => hostArray([1, NaN], [2], 'int32')).toThrow(
      '[hostArray] expected a number from -2147483648 to 2147483647 for dtype int32, got NaN (element 1). Replace NaN first, or use float32.',
    );
    expect(() => hostArray(Float32Array.of(3e9), [1], 'int32')).toThrow(ArgumentError);
  });

  it('takes nested arrays and other dtypes', () => {
    expect(hostArray([[true, false]])).toEqual({ values: Uint8Array.of(1, 0), shape: [1, 2], dtype: 'bool' });
    expect(hostArray(new Float32Array([0, 2]), [2], 'bool').values).toEqual(Uint8Array.of(0, 1));
    expect(
      hostArray(
        [
          [1, 2],
          [3, 4],
        ],
        [4],
        'int32',
      ),
    ).toEqual({
      values: Int32Array.of(1, 2, 3, 4),
      shape: [4],
      dtype: 'int32',
    });
    expect(hostArray(7).shape).toEqual([]);
    expect(hostArray([]).shape).toEqual([0]);
  });

  it('names what is not nested alike, or no number', () => {
    expect(() => hostArray([[1, 2], [3]])).toThrow(
      '[hostArray] expected nested arrays of equal lengths, got 2 and 1 side by side. Pad the shorter ones.',
    );
    expect(() => hostArray([[1], 2])).toThrow('got 1 and a number side by side.');
    expect(() => hostArray([1, [2]])).toThrow('got a number and 1 side by side.');
    expect(() => hostArray(['a'] as never)).toThrow(
      '[hostArray] expected numbers, booleans, or arrays of them, got a.',
    );
  });
});

describe('ConcatDataset', () => {
  const halves = new ConcatDataset([
    counting(3),
    new Subset(counting(9), []),
    new Subset(counting(9), [8, 7]),
  ]);

  it('has the examples of all, one by one and in batches of any order', async () => {
    expect(halves.length).toBe(5);
    const singles = await Promise.all([0, 1, 2, 3, 4].map((i) => halves.get(i)));
    expect(singles.map((example) => example[0]!.values[0])).toEqual([0, 1, 2, 8, 7]);
    expect(numbers(await halves.batch([4, 0, 3, 2]))).toEqual([
      [7, 0, 8, 2],
      [7, 0, 8, 2],
    ]);
    expect(numbers(await halves.batch([1, 0]))).toEqual([
      [1, 0],
      [1, 0],
    ]);
    expect((await halves.batch([4, 0]))[1]!.dtype).toBe('int32');
    expect(() => halves.get(5)).toThrow('[ConcatDataset] expected an index from 0 to 4, got 5.');
    expect(() => new ConcatDataset([])).toThrow('[ConcatDataset] expected at least one data set, got none.');
  });
});

describe('StackDataset', () => {
  it('has the fields of all', async () => {
    const data = new StackDataset([counting(3), new ArrayDataset([[5, 6, 7]], { classNames: ['a'] })]);
    expect(numbers(await data.get(2))).toEqual([[2], [2], [7]]);
    expect(numbers(await data.batch([2, 0]))).toEqual([
      [2, 0],
      [2, 0],
      [7, 5],
    ]);
    expect(data.classNames).toEqual(['a']);
    expect(() => new StackDataset([counting(2), counting(3)])).toThrow(
      '[StackDataset] expected data sets of one length, got lengths 2 and 3.',
    );
  });
});

describe('mapDataset and mapBatches', () => {
  const seeds = (rngs: readonly Generator[]): number[] => rngs.map(({ seed }) => seed);

  it('hand on the generators that they are handed, through all that stands between', async () => {
    const noted: number[] = [];
    const noting = mapDataset(counting(4), (example, rng) => {
      noted.push(rng.seed);
      return example;
    });
    const layers = new Subset(new ConcatDataset([new StackDataset([noting]), counting(1)]), [4, 3, 2]);
    const rngs = [new Generator(10), new Generator(11), new Generator(12)];
    await fetchBatch(layers, [1, 0, 2], rngs);
    expect(noted).toEqual([10, 12]);
    await layers.get(1, rngs[1]);
    expect(noted).toEqual([10, 12, 11]);
    const whole = mapBatches(noting, (batch, own) => [...batch, hostArray(seeds(own))]);
    expect(numbers(await fetchBatch(whole, [1, 0], rngs)).at(-1)).toEqual([10, 11, 12]);
    expect(numbers(await whole.get(3, rngs[2])).at(-1)).toEqual([12]);
  });
});

describe('CacheDataset', () => {
  it('asks for each example once, and again for one that failed', async () => {
    const asked: number[] = [];
    const flaky: Dataset = {
      length: 3,
      get: async (index) => {
        asked.push(index);
        if (asked.length === 1) throw new Error('try again');
        return [one(index)];
      },
    };
    const data = new CacheDataset(flaky);
    await expect(data.get(1)).rejects.toThrow('try again');
    for (const index of [1, 1, 2, 1]) expect(numbers(await data.get(index))).toEqual([[index]]);
    expect(asked).toEqual([1, 1, 2]);
    data.clear();
    await data.get(2);
    expect(asked).toEqual([1, 1, 2, 2]);
  });
});

describe('iterable data sets', () => {
  it('are chained, with a length where all have one', async () => {
    const open = iterableDataset(() => [[one(7)]]);
    const chain = new ChainDataset([stream(2), open]);
    expect([chain.length, new ChainDataset([stream(2), stream(3)]).length]).toEqual([undefined, 5]);
    expect(await examplesOf(chain)).toEqual([0, 1, 7]);
  });

  it('are shuffled by a buffer as the generator says, each example once', async () => {
    const shuffled = shuffleBuffer(stream(40), 8);
    const orders = await Promise.all([1, 1, 2].map((seed) => examplesOf(shuffled, new Generator(seed))));
    expect(orders[0]).toEqual(orders[1]);
    expect(orders[0]).not.toEqual(orders[2]);
    expect(orders[2]!.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
    for (const [place, value] of orders[0]!.entries()) expect(value).toBeLessThanOrEqual(place + 8); // had come by then
    expect(await examplesOf(shuffleBuffer(stream(3), 1))).toEqual([0, 1, 2]);
    expect(() => shuffleBuffer(stream(3), 0)).toThrow(
      '[shuffleBuffer] expected size to be an integer of at least 1, got 0.',
    );
  });
});

describe('unstackRows', () => {
  it('gives the rows back', () => {
    expect(
      unstackRows(
        hostArray([
          [1, 2],
          [3, 4],
        ]),
      ).map(({ values, shape }) => [...values, shape]),
    ).toEqual([
      [1, 2, [2]],
      [3, 4, [2]],
    ]);
  });
});
