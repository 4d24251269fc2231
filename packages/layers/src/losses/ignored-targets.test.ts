import { ones, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describe, it } from 'vitest';
import {
  bce,
  bceWithLogits,
  crossEntropy,
  gaussianNLL,
  klDivergence,
  multilabelSoftMargin,
  multiMargin,
  nll,
  type Reduction,
} from '../index.js';

const classes = (values: readonly number[]): Tensor => tensor(values, { dtype: 'int32' });
const leaf = (values: readonly (readonly number[])[]): Tensor => tensor(values, { requiresGrad: true });

const expectNothing = ({ loss, grad }: { loss: number[]; grad: number[] }): void => {
  expectClose(loss, [0], { rtol: 0, atol: 0 });
  expectClose(grad, [0, 0, 0, 0], { rtol: 0, atol: 0 });
};

/** The loss, and the gradient of its sum. */
async function derive(x: Tensor, loss: (x: Tensor) => Tensor) {
  const y = loss(x);
  y.sum().backward();
  return { loss: Array.from(await y.data()), grad: Array.from(await x.grad!.data()) };
}

describe('what is ignored', () => {
  forEachBackend(() => {
    // Row 0: 1.313262 nats of class 0, gradient softmax - onehot.
    const rows = (ignored: number) => [
      [1, 2],
      [ignored, 0],
    ];
    const row = [-0.731059, 0.731059];

    for (const bad of [-Infinity, Infinity, Number.NaN]) {
      for (const [name, settings] of Object.entries({
        ignoreIndex: { targets: [0, -100], options: () => ({ ignoreIndex: -100 }) },
        'weight 0': { targets: [0, 1], options: () => ({ weight: tensor([1, 0]) }) },
      })) {
        const targets = (): Tensor => classes(settings.targets);

        it(`counts for nothing in crossEntropy, by ${name} (${bad})`, async () => {
          for (const reduction of ['mean', 'sum', 'none'] as const) {
            const { loss, grad } = await derive(leaf(rows(bad)), (x) =>
              crossEntropy(x, targets(), { ...settings.options(), reduction }),
            );
            expectClose(loss, reduction === 'none' ? [1.313262, 0] : [1.313262]);
            expectClose(grad, [...row, 0, 0]);
          }
        });

        it(`counts for nothing in nll, by ${name} (${bad})`, async () => {
          for (const reduction of ['mean', 'sum', 'none'] as const) {
            const { loss, grad } = await derive(
              leaf([
                [-2, -0.5],
                [bad, bad],
              ]),
              (x) => nll(x, targets(), { ...settings.options(), reduction }),
            );
            expectClose(loss, reduction === 'none' ? [2, 0] : [2]);
            expectClose(grad, [-1, 0, 0, 0]);
          }
        });
      }

      it(`counts for nothing with smoothing (${bad})`, async () => {
        const options = { ignoreIndex: -100, labelSmoothing: 0.2, weight: tensor([1, 3]) };
        const expected = await derive(leaf([[1, 2]]), (x) => crossEntropy(x, classes([0]), options));
        const { loss, grad } = await derive(leaf(rows(bad)), (x) =>
          crossEntropy(x, classes([0, -100]), options),
        );
        expectClose(loss, expected.loss);
        expectClose(grad, [...expected.grad, 0, 0]);
      });

      it(`counts for nothing where a row of probabilities is zeros (${bad})`, async () => {
        const wanted = tensor([
          [1, 0],
          [0, 0],
        ]);
        const { loss, grad } = await derive(leaf(rows(bad)), (x) =>
          crossEntropy(x, wanted, { reduction: 'sum' }),
        );
        expectClose(loss, [1.313262]);
        expectClose(grad, [...row, 0, 0]);
      });

      it(`counts for nothing in losses of elements and of several classes (${bad})`, async () => {
        const weight = tensor([1, 0]);
        const pair = (x: number, y: number): readonly number[][] => [[x, y]];
        const losses: [loss: (x: Tensor, y: Tensor) => Tensor, target: number][] = [
          [(x, y) => bce(x, y, { weight, reduction: 'sum' }), bad],
          [(x, y) => bceWithLogits(x, y, { weight, posWeight: tensor([2, 2]), reduction: 'sum' }), bad],
          [(x, y) => multilabelSoftMargin(x, y, { weight, reduction: 'sum' }), bad],
        ];
        for (const [loss, target] of losses) {
          const expected = await derive(leaf(pair(0.5, 0.5)), (x) => loss(x, tensor(pair(1, 1))));
          const got = await derive(leaf(pair(0.5, bad)), (x) => loss(x, tensor(pair(1, target))));
          expectClose(got.loss, expected.loss, { rtol: 1e-6, atol: 1e-7 });
          expectClose(got.grad, expected.grad, { rtol: 1e-6, atol: 1e-7 });
        }
        const { loss, grad } = await derive(
          leaf([
            [0.5, 0],
            [bad, 1],
          ]),
          (x) => multiMargin(x, classes([0, 1]), { weight, reduction: 'sum' }),
        );
        expectClose(loss, [0.25]);
        expectClose(grad, [-0.5, 0.5, 0, 0]);
      });
    }

    it('leaves a loss of 0 without a gradient where nothing is left', async () => {
      const empty = async (loss: (x: Tensor, reduction: Reduction) => Tensor) => {
        for (const reduction of ['mean', 'sum'] as const) {
          const result = await derive(leaf(rows(3)), (x) => loss(x, reduction));
          expectNothing(result);
        }
      };
      const weight = tensor([0, 1]);
      await empty((x, reduction) => crossEntropy(x, classes([-1, -1]), { ignoreIndex: -1, reduction }));
      await empty((x, reduction) => crossEntropy(x, classes([0, 0]), { weight, reduction }));
      await empty((x, reduction) => nll(x, classes([-1, -1]), { ignoreIndex: -1, reduction }));
      await empty((x, reduction) => nll(x, classes([0, 0]), { weight, reduction }));
      const smooth = { ignoreIndex: -1, labelSmoothing: 0.1 };
      await empty((x, reduction) => crossEntropy(x, classes([-1, -1]), { ...smooth, reduction }));
      const mean = await derive(leaf(rows(3)), (x) =>
        crossEntropy(x, classes([0, 0]), { weight, labelSmoothing: 0.1 }),
      );
      expectNothing(mean);
    });

    it('is a class without probability in klDivergence', async () => {
      for (const logTarget of [false, true]) {
        const { loss, grad } = await derive(leaf([[Math.log(0.5), -Infinity]]), (x) => {
          const p = tensor([[1, 0]]);
          return klDivergence(x, logTarget ? p.log() : p, { logTarget, reduction: 'sum' });
        });
        expectClose(loss, [Math.LN2]);
        expectClose(grad, [-1, 0]);
      }
    });
  });
});

describe('gaussianNLL', () => {
  forEachBackend(() => {
    it('holds variances at the least one, and gives them its gradient', async () => {
      for (const variance of [-1e9, -1, 0, 1e-9]) {
        const v = tensor([variance], { requiresGrad: true });
        const loss = gaussianNLL(ones([1]), ones([1]), v);
        expectClose(await loss.data(), [0.5 * Math.log(1e-6)]);
        loss.backward();
        expectClose(await v.grad!.data(), [0.5e6]);
      }
    });
  });
});
