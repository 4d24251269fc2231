import { describe, expect, it } from 'vitest';
import {
  type Example,
  fetchBatch,
  hostArray,
  parallelStreams,
  sequenceWindows,
  timeSeriesWindows,
} from '../index.js';

const counting = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i);
const seen = (example: Example): [number[], readonly number[]][] =>
  example.map(({ values, shape }) => [Array.from(values), shape]);

describe('sequenceWindows', () => {
  it('moves targets on by one token, and uses each token once by default', () => {
    const windows = sequenceWindows(counting(10), { contextLength: 3 });
    expect(windows.length).toBe(3);
    expect(seen(windows.get(2))).toEqual([
      [[6, 7, 8], [3]],
      [[7, 8, 9], [3]],
    ]);
    expect(sequenceWindows(counting(9), { contextLength: 3 }).length).toBe(2); // the last has no target
  });

  it('overlaps windows by the stride, and gives many at once', async () => {
    const windows = sequenceWindows(hostArray(counting(10)), { contextLength: 4, stride: 2 });
    expect(windows.length).toBe(3);
    const batch = await fetchBatch(windows, [2, 0]);
    expect(seen(batch)).toEqual([
      [
        [4, 5, 6, 7, 0, 1, 2, 3],
        [2, 4],
      ],
      [
        [5, 6, 7, 8, 1, 2, 3, 4],
        [2, 4],
      ],
    ]);
    expect(batch.map(({ dtype }) => dtype)).toEqual(['int32', 'int32']);
  });

  it('holds the text once, however many windows there are', () => {
    const ids = counting(1000);
    const windows = sequenceWindows(ids, { contextLength: 500, stride: 1 });
    expect(windows.ids).toBe(ids);
    (windows.get(0)[0]!.values as Int32Array).fill(-1); // what is handed out is a copy
    expect(ids[0]).toBe(0);
  });

  it('names what does not fit', () => {
    expect(() => sequenceWindows(counting(3), { contextLength: 3 })).toThrow(
      '[sequenceWindows] expected a sequence of at least 4, for one window, got 3.',
    );
    expect(() => sequenceWindows(counting(3), { contextLength: 0 })).toThrow(
      '[sequenceWindows] expected contextLength to be an integer of at least 1, got 0.',
    );
    expect(() => sequenceWindows(counting(3), { contextLength: 1, stride: 0.5 })).toThrow(
      '[sequenceWindows] expected stride to be an integer of at least 1, got 0.5.',
    );
    expect(() => sequenceWindows(hostArray(new Float32Array(4)), { contextLength: 1 })).toThrow(
      '[sequenceWindows] expected token numbers, int32 [L], got Float32Array [4].',
    );
    expect(() => sequenceWindows(counting(4), { contextLength: 3 }).get(1)).toThrow(
      '[sequenceWindows] expected an index from 0 to 0, got 1.',
    );
  });
});

describe('timeSeriesWindows', () => {
  it('gives the steps seen and those that follow', () => {
    const windows = timeSeriesWindows(Float32Array.from(counting(8)), { window: 3, horizon: 2, stride: 2 });
    expect(windows.length).toBe(2);
    expect(seen(windows.get(1))).toEqual([
      [
        [2, 3, 4],
        [3, 1],
      ],
      [
        [5, 6],
        [2, 1],
      ],
    ]);
  });

  it('leaves a gap and tells only some of several values', async () => {
    const series = hostArray(Float32Array.from(counting(18)), [6, 3]);
    const windows = timeSeriesWindows(series, { window: 2, gap: 1, targets: [2, 0] });
    expect(windows.length).toBe(3);
    expect(seen(await fetchBatch(windows, [0, 2]))).toEqual([
      [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
        [2, 2, 3],
      ],
      [
        [11, 9, 17, 15],
        [2, 1, 2],
      ],
    ]);
  });

  it('names what does not fit', () => {
    const series = new Float32Array(5);
    expect(() => timeSeriesWindows(series, { window: 4, horizon: 2 })).toThrow(
      '[timeSeriesWindows] expected a sequence of at least 6, for one window, got 5.',
    );
    expect(() => timeSeriesWindows(series, { window: 1, targets: [1] })).toThrow(
      '[timeSeriesWindows] expected targets to be numbers from 0 to 0, got 1.',
    );
    expect(() => timeSeriesWindows(series, { window: 1, gap: -1 })).toThrow(
      '[timeSeriesWindows] expected gap to be an integer of at least 0, got -1.',
    );
    expect(() => timeSeriesWindows(hostArray(series, [1, 1, 5]), { window: 1 })).toThrow(
      '[timeSeriesWindows] expected a series [L] or [L, D], got [1, 1, 5].',
    );
  });
});

describe('timeSeriesWindows of bad data', () => {
  it('says which row has a missing value', () => {
    const series = hostArray(new Float32Array([1, 2, 3, Number.NaN, 5, 6]), [3, 2]);
    expect(() => timeSeriesWindows(series, { window: 1 })).toThrow(
      '[timeSeriesWindows] expected finite numbers, got NaN (row 1, column 1). Fill missing values in, as SimpleImputer does, or cut the series there.',
    );
    expect(() => timeSeriesWindows(Float32Array.of(1, Infinity), { window: 1 })).toThrow('row 1, column 0');
  });

  it('says which row has a date out of order, repeated or missing', () => {
    const windows = (dates: ArrayLike<Date | number | string>) =>
      timeSeriesWindows(new Float32Array(dates.length), { window: 1, dates });
    expect(windows(['2024-02-28', '2024-02-29', '2024-03-01']).length).toBe(2);
    expect(windows(Float64Array.of(1, 2, 5)).length).toBe(2);
    expect(() => windows(['2024-02-28', '2024-03-01', '2024-02-29'])).toThrow(
      '[timeSeriesWindows] expected each date to be after the one before, got 2024-02-29 (row 2). Sort the rows by date, and leave repeated ones out.',
    );
    const day = new Date(Date.UTC(2024, 0, 1));
    expect(() => windows([day, day])).toThrow('got 2024-01-01T00:00:00.000Z (row 1)');
    expect(() => windows(['2024-01-01', '29/02/2024'])).toThrow('expected dates, got 29/02/2024 (row 1)');
    expect(() => timeSeriesWindows(new Float32Array(3), { window: 1, dates: [1, 2] })).toThrow(
      '[timeSeriesWindows] expected a date for each of 3 rows, got 2.',
    );
  });
});

describe('parallelStreams', () => {
  it('continues each row in the next batch, and moves targets on by one token', () => {
    const { dataset, batchSize, length } = parallelStreams(counting(24), { streams: 3, contextLength: 3 });
    expect([batchSize, length, dataset.length]).toEqual([3, 2, 6]); // 18 of the 23 tokens that have a next one
    expect(seen(dataset.batch([3, 4, 5]))).toEqual([
      [
        [3, 4, 5, 9, 10, 11, 15, 16, 17],
        [3, 3],
      ],
      [
        [4, 5, 6, 10, 11, 12, 16, 17, 18],
        [3, 3],
      ],
    ]);
    expect(seen(dataset.get(4))[0]).toEqual([[9, 10, 11], [3]]);
  });

  it('names what does not fit', () => {
    expect(() => parallelStreams(counting(6), { streams: 3, contextLength: 2 })).toThrow(
      '[parallelStreams] expected an Int32Array of at least 7 tokens, for one batch, got 6.',
    );
    expect(() => parallelStreams([1, 2] as never, { streams: 1, contextLength: 1 })).toThrow('got [1, 2]');
    expect(() => parallelStreams(counting(6), { streams: 0, contextLength: 2 })).toThrow(
      '[parallelStreams] expected streams to be an integer of at least 1, got 0.',
    );
  });
});
