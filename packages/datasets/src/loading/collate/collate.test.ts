import { describe, expect, it } from 'vitest';
import type { Example } from '../../dataset.js';
import { hostArray } from '../../host-array.js';
import { stackExamples } from './collate.js';
import { padCollate } from './pad-collate.js';
import { padSequences } from './pad-sequences.js';

const text = (...tokens: number[]): Example => [
  hostArray(Int32Array.from(tokens)),
  hostArray(tokens.length, [], 'int32'),
];
const parts = (batch: Example): unknown[] =>
  batch.map(({ values, shape, dtype }) => [Array.from(values), shape, dtype]);

describe('stackExamples', () => {
  it('names an example with other fields than the first', () => {
    expect(() => stackExamples([[hostArray([1])], [hostArray([1]), hostArray([2])]])).toThrow(
      '[stackExamples] expected 1 field, as the first example has, got 2 (example 1 of the batch).',
    );
  });
});

describe('padCollate', () => {
  it('fills up, with a mask after the field, and stacks the others', async () => {
    expect(parts(await padCollate()([text(1, 2, 3), text(4)]))).toEqual([
      [[1, 2, 3, 4, 0, 0], [2, 3], 'int32'],
      [[1, 1, 1, 1, 0, 0], [2, 3], 'bool'],
      [[3, 1], [2], 'int32'],
    ]);
  });

  it('has a value, a side, a length, or no mask', async () => {
    const left = padCollate({ 0: { value: -1, side: 'left', multipleOf: 4 } });
    expect(parts(await left([text(1, 2), text(3)])).slice(0, 2)).toEqual([
      [[-1, -1, 1, 2, -1, -1, -1, 3], [2, 4], 'int32'],
      [[0, 0, 1, 1, 0, 0, 0, 1], [2, 4], 'bool'],
    ]);
    const fixed = padCollate({ 0: { length: 3, mask: false } });
    expect(parts(await fixed([text(1, 2)]))).toEqual([
      [[1, 2, 0], [1, 3], 'int32'],
      [[2], [1], 'int32'],
    ]);
  });

  it('adds lengths, after the mask or alone', async () => {
    const both = padCollate({ 0: { lengths: true, side: 'left' } });
    expect(parts(await both([text(1, 2), text(3)])).slice(1, 3)).toEqual([
      [[1, 1, 0, 1], [2, 2], 'bool'],
      [[2, 1], [2], 'int32'],
    ]);
    const alone = padCollate({ 0: { lengths: true, mask: false } });
    expect(parts(await alone([text(1, 2), text(3)]))).toEqual([
      [[1, 2, 3, 0], [2, 2], 'int32'],
      [[2, 1], [2], 'int32'],
      [[2, 1], [2], 'int32'],
    ]);
  });

  it('keeps the axes after the first, and takes empty sequences', async () => {
    const frames = (count: number): Example => [
      hostArray(new Float32Array(2 * count).fill(count), [count, 2]),
    ];
    const [values, mask] = await padCollate()([frames(2), frames(0)]);
    expect([values!.shape, Array.from(values!.values)]).toEqual([
      [2, 2, 2],
      [2, 2, 2, 2, 0, 0, 0, 0],
    ]);
    expect(Array.from(mask!.values)).toEqual([1, 1, 0, 0]);
  });

  it('names the example that does not fit', () => {
    const collate = padCollate({ 0: { length: 2 } });
    expect(() => collate([text(1), text(1, 2, 3)])).toThrow(
      '[padCollate] expected sequences of at most 2, got 3 (field 0 of example 1 of the batch). Truncate sequences before they are batched, or pass a larger length.',
    );
    expect(() => collate([text(1), [hostArray([1])]])).toThrow(
      '[padCollate] expected a sequence int32 [L], got float32 [1] (field 0 of example 1 of the batch).',
    );
  });
});

describe('padSequences', () => {
  it('pads arrays, with lengths and a mask', () => {
    const frames = hostArray(Float32Array.of(1, 2, 3, 4), [2, 2]);
    const { values, lengths, mask } = padSequences([frames, hostArray(Float32Array.of(5, 6), [1, 2])], {
      value: 9,
    });
    expect(parts([values, lengths, mask])).toEqual([
      [[1, 2, 3, 4, 5, 6, 9, 9], [2, 2, 2], 'float32'],
      [[2, 1], [2], 'int32'],
      [[1, 1, 1, 0], [2, 2], 'bool'],
    ]);
    expect(parts([padSequences([[1, 2], [3]]).values])).toEqual([[[1, 2, 3, 0], [2, 2], 'float32']]);
  });

  it('names the sequence that does not fit', () => {
    expect(() => padSequences([Int32Array.of(1), Int32Array.of(1, 2)], { length: 1 })).toThrow(
      '[padSequences] expected sequences of at most 1, got 2 (sequence 1). Truncate sequences before they are batched, or pass a larger length.',
    );
    expect(() => padSequences([])).toThrow('[padSequences] expected at least one sequence, got none.');
    expect(() => padSequences([[1]], { fill: 2 } as never)).toThrow('fill');
  });
});
