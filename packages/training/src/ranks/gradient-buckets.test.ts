import { useBackend } from '@neurona/backend';
import { localGroups } from '@neurona/backend/testing';
import { cpu } from '@neurona/backend-cpu';
import { checkpoint, Parameter, scoped, type Tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { GradientBuckets } from './gradient-buckets.js';

beforeAll(async () => {
  await useBackend(cpu());
});

/** Sums the gradients of losses on several ranks; returns them, and how many calls had begun before the backward pass ended. */
async function sumOf(
  size: number,
  shapes: readonly number[],
  loss: (rank: number, parameters: readonly Parameter[]) => Tensor | undefined,
): Promise<{
  readonly grads: (number[] | undefined)[];
  readonly early: number[];
  readonly numbers: readonly number[];
}> {
  const early: number[] = [];
  const ranks = localGroups(size).map(async (group, rank) => {
    let calls = 0;
    const allReduce: typeof group.allReduce = (...args) => {
      calls++;
      return group.allReduce(...args);
    };
    const buckets = new GradientBuckets({ ...group, allReduce }, 4);
    const parameters = shapes.map((count) => new Parameter(new Array(count).fill(1)));
    scoped(() => {
      const value = loss(rank, parameters);
      const onGradient = value && buckets.begin(parameters);
      if (onGradient) value.backward({ onGradient });
    });
    early[rank] = calls;
    const numbers = await buckets.finish(parameters, [rank, 1]);
    buckets.write(0.5);
    const grads = await Promise.all(
      parameters.map(async ({ grad }) => grad && Array.from(await grad.data())),
    );
    return { grads, numbers };
  });
  const all = await Promise.all(ranks);
  for (const found of all) expect(found).toEqual(all[0]);
  return { ...all[0]!, early };
}

describe('gradients in buckets', () => {
  it('are summed while the backward pass goes on, all on every rank', async () => {
    const { grads, early, numbers } = await sumOf(3, [3, 2, 5], (rank, [a, b, c]) =>
      a!.sum().mul(rank).add(b!.sum()).add(c!.sum().mul(2)),
    );
    expect(grads).toEqual([
      [1.5, 1.5, 1.5],
      [1.5, 1.5],
      [3, 3, 3, 3, 3],
    ]);
    expect(early).toEqual([3, 3, 3]);
    expect(numbers).toEqual([3, 3]);
  });

  it('are those of the ranks that have them, and none where no rank has', async () => {
    const { grads } = await sumOf(2, [2, 2, 1], (rank, [a, b]) => (rank === 0 ? a!.sum() : b!.sum().mul(4)));
    expect(grads).toEqual([[0.5, 0.5], [2, 2], undefined]);
  });

  it('are summed with a rank that has nothing to add', async () => {
    const { grads, early } = await sumOf(2, [2, 5], (rank, [a, b]) =>
      rank === 0 ? a!.sum().add(b!.sum()) : undefined,
    );
    expect(grads).toEqual([
      [0.5, 0.5],
      [0.5, 0.5, 0.5, 0.5, 0.5],
    ]);
    expect(early).toEqual([2, 0]);
  });

  it('are whole where a part of them comes late, from within checkpoint()', async () => {
    const { grads } = await sumOf(2, [2], (_rank, [a]) =>
      checkpoint((x) => x.mul(a!).sum(), a!.mul(3))
        .add(a!.mul(a!).sum())
        .add(a!.sum()),
    );
    expect(grads).toEqual([[9, 9]]); // of 3 a² + a² + a at 1
  });
});
