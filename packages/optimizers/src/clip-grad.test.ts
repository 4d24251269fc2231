import { Parameter, scoped, tensor } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { clipGradNorm, clipGradValue } from './index.js';

/** Parameters whose gradients are given. */
function withGrads(...grads: number[][]): Parameter[] {
  return grads.map((grad) => {
    const param = new Parameter(grad.map(() => 0));
    scoped(() => param.mul(grad).sum().backward());
    return param;
  });
}

const gradsOf = (params: readonly Parameter[]): Promise<number[][]> =>
  Promise.all(params.map(async (param) => Array.from(await param.grad!.data())));

forEachBackend(() => {
  const norms: [p: number, norm: number][] = [
    [2, 5],
    [1, 7],
    [3, 91 ** (1 / 3)],
    [Infinity, 4],
  ];
  for (const [p, expected] of norms) {
    it(`clips by the norm of order ${p} over all gradients`, async () => {
      const params = withGrads([3, 0], [-4]);
      const norm = clipGradNorm(params, 1, { p });
      expect(await norm.item()).toBeCloseTo(expected, 5);
      const [a, b] = await gradsOf(params);
      expect(a![0]).toBeCloseTo(3 / expected, 5);
      expect(b![0]).toBeCloseTo(-4 / expected, 5);
    });
  }

  it('leaves gradients below the norm as they are', async () => {
    const params = withGrads([3, 0], [-4]);
    clipGradNorm(params, 5.1);
    expect(await gradsOf(params)).toEqual([[3, 0], [-4]]);
  });

  it('scales gradients whose squares are not representable', async () => {
    const params = withGrads([3e20, 0], [-4e20]);
    expect((await clipGradNorm(params, 1).item()) / 5e20).toBeCloseTo(1, 5);
    const [a, b] = await gradsOf(params);
    expect(a![0]).toBeCloseTo(0.6, 5);
    expect(b![0]).toBeCloseTo(-0.8, 5);
  });

  it('refuses a norm that is not finite, and changes nothing', async () => {
    for (const wrong of [NaN, Infinity]) {
      const params = withGrads([1, wrong], [2]);
      await expect(clipGradNorm(params, 1, { refuseNonFinite: true })).rejects.toThrow(
        `[clipGradNorm] expected gradients with a finite norm, got ${wrong}. Skip this step: call zeroGrad() instead of step(). Gradients were not changed.`,
      );
      expect(await gradsOf(params)).toEqual([[1, wrong], [2]]);
    }
    const params = withGrads([3, 0], [-4]);
    expect(await (await clipGradNorm(params, 5, { refuseNonFinite: true })).item()).toBe(5);
  });

  it('clips each element by value', async () => {
    const params = withGrads([3, -0.5], [-4]);
    clipGradValue(params, 1);
    expect(await gradsOf(params)).toEqual([[1, -0.5], [-1]]);
  });

  it('keeps no tensors but the norm', () => {
    const params = withGrads([3, 0], [-4]);
    const clip = (): void => {
      clipGradNorm(params, 0.5).dispose();
      clipGradValue(params, 0.1);
    };
    clip();
    const before = liveMemory();
    clip();
    expect(liveMemory()).toEqual(before);
  });

  it('passes over parameters without a gradient, and all of them', async () => {
    const [withGrad] = withGrads([6]);
    const norm = clipGradNorm([new Parameter(tensor(1)), withGrad!], 3);
    expect(await norm.item()).toBe(6);
    expect(await clipGradNorm([new Parameter(tensor(1))], 3).item()).toBe(0);
  });
});

describe('wrong calls', () => {
  const cases: [name: string, call: () => unknown, message: string][] = [
    ['a negative norm', () => clipGradNorm([], -1), '[clipGradNorm] expected maxNorm ≥ 0, got -1.'],
    ['an order of 0', () => clipGradNorm([], 1, { p: 0 }), '[clipGradNorm] expected p > 0, got 0.'],
    [
      'a value that is not a number',
      () => clipGradValue([], NaN),
      '[clipGradValue] expected maxValue ≥ 0, got NaN.',
    ],
  ];
  for (const [name, call, message] of cases) it(name, () => expect(call).toThrow(message));
});
