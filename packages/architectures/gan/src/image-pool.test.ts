import { Generator, tensor } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { ImagePool } from './image-pool.js';

const column = (...values: number[]) => tensor(values, { shape: [values.length, 1] });

forEachBackend(() => {
  it('fills up, then gives half of each batch from before and keeps as many of it, labels beside examples', async () => {
    const pool = new ImagePool(6, new Generator(1));
    const numbers = async (...values: number[]): Promise<readonly number[][]> => {
      const out = pool.exchange(column(...values), tensor(values, { dtype: 'int32' }));
      return Promise.all(out.map(async (field) => [...(await field.data())]));
    };
    expect((await numbers(0, 1, 2, 3))[0]).toEqual([0, 1, 2, 3]);
    expect((await numbers(4, 5, 6, 7))[0]).toEqual([4, 5, 6, 7]); // 6 and 7 have no place left
    const before = new Set([0, 1, 2, 3, 4, 5]);
    for (let next = 8; next < 28; next += 4) {
      const [examples, labels] = await numbers(next, next + 1, next + 2, next + 3);
      expect(labels).toEqual(examples);
      expect(examples!.slice(2)).toEqual([next + 2, next + 3]);
      for (const old of examples!.slice(0, 2)) expect(before.delete(old), `${old} was kept`).toBe(true);
      before.add(next).add(next + 1);
    }
  });

  it('keeps memory constant and frees it', () => {
    const batch = column(1, 2, 3, 4);
    const empty = liveMemory();
    const pool = new ImagePool(4, new Generator(1));
    const exchange = (): void => pool.exchange(batch).forEach((field) => field.dispose());
    exchange();
    const full = liveMemory();
    for (let i = 0; i < 5; i++) exchange();
    expect(liveMemory()).toEqual(full);
    pool.dispose();
    expect(liveMemory()).toEqual(empty);
  });

  it('says what is wrong', () => {
    expect(() => new ImagePool(0)).toThrow(
      '[ImagePool] expected size to be an integer of at least 1, got 0.',
    );
    const pool = new ImagePool(2);
    pool.exchange(column(1));
    expect(() => pool.exchange(column(1), column(1))).toThrow(
      '[ImagePool.exchange] expected 1 fields, as before, got 2.',
    );
  });
});
