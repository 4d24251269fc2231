import type { ProcessGroup } from '@neurona/backend';
import { scoped, tensor } from '@neurona/tensor';
import { forEachBackend } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { BatchNorm1d, BatchNorm2d, Linear, Sequential, syncBatchNorm } from '../index.js';

/** The sums of other ranks, in the order of the calls; what this rank adds is recorded. */
function groupWith(
  others: readonly (readonly number[])[],
): Pick<ProcessGroup, 'sumNow'> & { readonly own: number[][] } {
  const own: number[][] = [];
  return {
    own,
    sumNow(values) {
      for (const [i, more] of (others[own.length] ?? []).entries()) values[i]! += more;
      own.push(Array.from(values));
    },
  };
}

const rows = [
  [1, 10],
  [3, 30],
  [7, -5],
  [0, 2],
  [4, 4],
  [9, 1],
];
const factors = [
  [1, 2],
  [0, -1],
  [3, 1],
  [1, 1],
  [-2, 0],
  [1, 4],
];

/** Output, gradient and running moments of some rows, their loss being a sum with factors. */
async function pass(
  from: number,
  to: number,
  group?: Pick<ProcessGroup, 'sumNow'>,
): Promise<Record<string, number[]>> {
  const norm = new BatchNorm1d(2);
  norm.weight!.set([2, 3]);
  if (group) syncBatchNorm(norm, group as ProcessGroup);
  const x = tensor(rows.slice(from, to), { requiresGrad: true });
  const y = norm.forward(x);
  scoped(() =>
    y
      .mul(tensor(factors.slice(from, to)))
      .sum()
      .backward(),
  );
  const read = async (of: { data(): Promise<ArrayLike<number>> }): Promise<number[]> =>
    Array.from(await of.data());
  return {
    y: await read(y),
    grad: await read(x.grad!),
    weight: await read(norm.weight!.grad!),
    mean: await read(norm.runningMean!),
    variance: await read(norm.runningVar!),
  };
}

forEachBackend((backend) => {
  it('counts the layers of a model', () => {
    const model = new Sequential(new Linear(3, 2), new BatchNorm1d(2), new Sequential(new BatchNorm2d(3)));
    expect(syncBatchNorm(model, undefined)).toBe(2);
  });

  if (backend === 'webgpu') {
    it('is refused where values can not be read within a forward pass', async () => {
      await expect(pass(0, 2, groupWith([]))).rejects.toThrow(
        '[syncBatchNorm] expected a backend whose values can be read within a forward pass: wasm or cpu, got webgpu.',
      );
    });
    return;
  }

  it('normalises shares of a batch on two ranks as one does the whole', async () => {
    const whole = await pass(0, 6);
    // Each rank's sums come from a pass of the other, first those of the forward pass, with them those of the gradient.
    const [a, b] = [groupWith([]), groupWith([])];
    await pass(0, 2, a);
    await pass(2, 6, b);
    const [a2, b2] = [groupWith([b.own[0]!]), groupWith([a.own[0]!])];
    await pass(0, 2, a2);
    await pass(2, 6, b2);
    const first = await pass(0, 2, groupWith([b.own[0]!, b2.own[1]!]));
    const second = await pass(2, 6, groupWith([a.own[0]!, a2.own[1]!]));
    for (const name of ['y', 'grad']) {
      const together = [...first[name]!, ...second[name]!];
      expect(Math.max(...together.map((value, i) => Math.abs(value - whole[name]![i]!))), name).toBeLessThan(
        2e-6,
      );
    }
    for (const name of ['mean', 'variance'])
      for (const one of [first, second])
        expect(one[name]!.map((v) => v.toFixed(4))).toEqual(whole[name]!.map((v) => v.toFixed(4)));
    expect(first.weight!.map((v, i) => (v + second.weight![i]!).toFixed(4))).toEqual(
      whole.weight!.map((v) => v.toFixed(4)),
    );
  });
});
