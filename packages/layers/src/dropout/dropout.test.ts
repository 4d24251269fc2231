import { Generator, ones, randn, scoped, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import {
  ActivityRegularization,
  AlphaDropout,
  activityPenalty,
  Dropout,
  GaussianDropout,
  GaussianNoise,
  Linear,
  type Module,
  ReLU,
  Residual,
  Sequential,
  SpatialDropout,
} from '../index.js';
import { describeLayer } from '../testing/index.js';

const layers: Record<string, () => Module> = {
  Dropout: () => new Dropout(0.4),
  SpatialDropout: () => new SpatialDropout(0.4),
  AlphaDropout: () => new AlphaDropout(0.4),
  GaussianDropout: () => new GaussianDropout(0.4),
  GaussianNoise: () => new GaussianNoise(0.5),
};
for (const [name, make] of Object.entries(layers)) {
  describeLayer(name, {
    make,
    random: true,
    cases: { images: { inputs: [[4, 2, 2, 3]], output: [4, 2, 2, 3] } },
  });
}

describeLayer('ActivityRegularization', {
  make: () => new ActivityRegularization({ l1: 1 }),
  cases: { matrix: { inputs: [[2, 3]], output: [2, 3] } },
});

const count = 20_000;

/** Mean and variance, each with the standard error that such numbers have. */
function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return { mean, variance: list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length };
}

describe('statistics', () => {
  forEachBackend(() => {
    it('SpatialDropout drops whole channels at its rate and keeps the mean', async () => {
      const layer = new SpatialDropout(0.25, { rng: new Generator(5) });
      const values = await scoped(() => layer.forward(ones([200, 3, 50]))).array();
      const channels = (values as number[][][]).flatMap((rows) =>
        rows[0]!.map((_, c) => rows.map((row) => row[c]!)),
      );
      for (const channel of channels) expect(new Set(channel).size).toBe(1);
      const dropped = channels.filter(([first]) => first === 0).length / channels.length;
      expect(Math.abs(dropped - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / channels.length));
      expect(new Set(channels.map(([first]) => first))).toEqual(new Set([0, Math.fround(1 / 0.75)]));
    });

    it('AlphaDropout keeps mean 0 and variance 1', async () => {
      const layer = new AlphaDropout(0.3, { rng: new Generator(6) });
      const x = randn([count], { rng: new Generator(7) });
      const { mean, variance } = moments(await layer.forward(x).data());
      expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(count));
      expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(3 / count));
    });

    it('GaussianDropout keeps the mean and spreads as dropout does', async () => {
      const layer = new GaussianDropout(0.2, { rng: new Generator(8) });
      const { mean, variance } = moments(await layer.forward(ones([count])).data());
      expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(0.25 / count));
      expect(Math.abs(variance - 0.25)).toBeLessThan(5 * 0.25 * Math.sqrt(2 / count));
    });

    it('GaussianNoise adds what it says', async () => {
      const layer = new GaussianNoise(0.5, { rng: new Generator(9) });
      const { mean, variance } = moments(await layer.forward(ones([count])).data());
      expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(0.25 / count));
      expect(Math.abs(variance - 0.25)).toBeLessThan(5 * 0.25 * Math.sqrt(2 / count));
    });
  });
});

describe('activity regularisation', () => {
  forEachBackend(() => {
    it('gives the penalty of the last training pass, with its slope', async () => {
      const layer = new ActivityRegularization({ l1: 0.5, l2: 1 });
      const x = tensor([[1, -3]], { requiresGrad: true });
      layer.forward(x);
      const penalty = activityPenalty(layer);
      expect(await penalty.item()).toBe(12);
      scoped(() => penalty.backward());
      expectClose(await x.grad!.data(), [2.5, -6.5]);
      layer.eval().forward(x);
      expect(await activityPenalty(layer).item()).toBe(0);
      layer.dispose();
    });

    it('survives the scope of the forward pass', async () => {
      const layer = new ActivityRegularization({ l1: 1 });
      scoped(() => new Residual(layer).forward(tensor([[1, -1]])));
      expect(await activityPenalty(layer).item()).toBe(2);
      layer.dispose();
    });

    it('sums up over a model', async () => {
      const model = new Sequential(
        new ActivityRegularization({ l1: 1 }),
        new ReLU(),
        new ActivityRegularization({ l2: 2 }),
      );
      model.forward(
        tensor([
          [1, -1],
          [0, 3],
        ]),
      );
      expect(await activityPenalty(model).item()).toBe(12.5); // 5 / 2 + 2 · 10 / 2
      expect(await activityPenalty(new Linear(1, 1)).item()).toBe(0);
    });
  });
});

describe('wrong settings', () => {
  it('are named', () => {
    expect(() => new AlphaDropout(1)).toThrow(
      '[AlphaDropout] expected a probability from 0 to less than 1, got 1.',
    );
    expect(() => new SpatialDropout(-1)).toThrow(
      '[SpatialDropout] expected a probability from 0 to 1, got -1.',
    );
    for (const wrong of [[0.1], '0.1', null])
      expect(() => new AlphaDropout(wrong as never)).toThrow('expected a probability from 0 to less than 1');
    expect(() => new GaussianNoise(0)).toThrow('[GaussianNoise] expected std > 0, got 0.');
    expect(() => new ActivityRegularization({ l1: -1 })).toThrow(
      '[ActivityRegularization] expected l1 ≥ 0, got -1.',
    );
  });
});
