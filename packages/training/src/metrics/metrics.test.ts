import { readFileSync } from 'node:fs';
import type { MemoryInfo } from '@neurona/backend';
import { memoryScope, randn, type Tensor, tensor } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { balancedAccuracy, cohenKappa, matthewsCorrelation } from '../scores/confusion-scores.js';
import { accuracy, binaryAccuracy, topKAccuracy } from './accuracy.js';
import { ConfusionMetric, fBeta, precision, recall } from './confusion-metric.js';
import type { Metric, StatefulMetric } from './metric.js';
import { perplexity } from './perplexity.js';
import { r2, rmse } from './regression-metrics.js';
import { averagePrecision, rocAUC } from './score-metric.js';

const { binary, multiclass, regression, regressionOfTwo } = JSON.parse(
  readFileSync(new URL('../../fixtures/metrics.json', import.meta.url), 'utf8'),
);

const int32 = (values: readonly number[]): Tensor => tensor(values, { dtype: 'int32' });

/** The value over batches of 7, as `fit` takes them in. */
async function overBatches(
  metric: StatefulMetric,
  outputs: readonly unknown[],
  targets: readonly unknown[],
  dtype: 'float32' | 'int32' = 'float32',
): Promise<number> {
  metric.reset();
  for (let i = 0; i < outputs.length; i += 7) {
    using _scope = memoryScope();
    metric.update(
      tensor(outputs.slice(i, i + 7) as number[]),
      tensor(targets.slice(i, i + 7) as number[], { dtype }),
    );
  }
  const value = (await metric.result()) as number;
  metric.reset();
  return value;
}

describe('metrics over batches have the numbers of scikit-learn', () => {
  forEachBackend(() => {
    let before: MemoryInfo;
    beforeEach(() => {
      before = liveMemory();
    });
    const expectNothingLeft = (): void => {
      expect(liveMemory()).toEqual(before);
    };

    it('for yes and no', async () => {
      const over = (metric: StatefulMetric): Promise<number> =>
        overBatches(metric, binary.scores, binary.actual);
      expect(await over(precision())).toBeCloseTo(binary.precision, 6);
      expect(await over(recall())).toBeCloseTo(binary.recall, 6);
      expect(await over(fBeta())).toBeCloseTo(binary.f1, 6);
      expect(await over(fBeta(2))).toBeCloseTo(binary.fBeta2, 6);
      expect(await over(rocAUC())).toBeCloseTo(binary.rocAUC, 6);
      expect(await over(averagePrecision())).toBeCloseTo(binary.averagePrecision, 6);
      expect(await over(new ConfusionMetric(matthewsCorrelation))).toBeCloseTo(binary.matthews, 6);
      expectNothingLeft();
    });

    it('for several classes', async () => {
      const over = (metric: StatefulMetric): Promise<number> =>
        overBatches(metric, multiclass.logits, multiclass.actual, 'int32');
      for (const average of ['macro', 'micro', 'weighted'] as const) {
        expect(await over(precision({ average }))).toBeCloseTo(multiclass[average].precision, 6);
        expect(await over(recall({ average }))).toBeCloseTo(multiclass[average].recall, 6);
        expect(await over(fBeta(0.5, { average }))).toBeCloseTo(multiclass[average].fBetaHalf, 6);
      }
      expect(await over(new ConfusionMetric(cohenKappa))).toBeCloseTo(multiclass.kappa, 6);
      expect(await over(new ConfusionMetric(balancedAccuracy))).toBeCloseTo(multiclass.balancedAccuracy, 6);
      expect(await over(perplexity())).toBeCloseTo(Math.exp(multiclass.logLoss), 4);
      expectNothingLeft();
    });

    it('for accuracy and the best of several', async () => {
      using _scope = memoryScope();
      const of = (metric: Metric): Promise<number> =>
        metric(tensor(multiclass.logits), int32(multiclass.actual)).item();
      expect(await of(accuracy)).toBeCloseTo(multiclass.accuracy, 6);
      expect(await of(topKAccuracy(1))).toBeCloseTo(multiclass.accuracy, 6);
      expect(await of(topKAccuracy(2))).toBeCloseTo(multiclass.top2, 6);
      expect(await of(topKAccuracy(3))).toBeCloseTo(multiclass.top3, 6);
      const right = binaryAccuracy()(tensor(binary.scores), tensor(binary.actual));
      expect(await right.item()).toBeCloseTo(binary.accuracy, 6);
    });

    it('where scores tie or are NaN, never for more than k classes', async () => {
      using _scope = memoryScope();
      const targets = int32([0, 1, 2, 3]);
      const equal = tensor([0, 1, 2, 3].map(() => [5, 5, 5, 5]));
      const broken = tensor([0, 1, 2, 3].map(() => [Number.NaN, 2, Number.NaN, 1]));
      const of = (k: number, outputs: Tensor): Promise<number> => topKAccuracy(k)(outputs, targets).item();
      expect(await of(1, equal)).toBe(await accuracy(equal, targets).item());
      expect([await of(2, equal), await of(3, equal), await of(4, equal)]).toEqual([0.5, 0.75, 1]);
      expect([await of(2, broken), await of(3, broken), await of(9, broken)]).toEqual([0, 0.25, 0.5]);
    });

    it('for accuracy without padding', async () => {
      using _scope = memoryScope();
      const outputs = tensor([
        [1, 2],
        [2, 1],
        [2, 1],
        [1, 2],
      ]);
      const [targets, ignored] = [int32([1, -1, 1, -1]), int32([-1, -1, -1, -1])];
      const options = { ignoreIndex: -1 };
      expect(await accuracy(outputs, targets, options).item()).toBe(0.5);
      expect(await topKAccuracy(1, options)(outputs, targets).item()).toBe(0.5);
      expect(await topKAccuracy(2, options)(outputs, targets).item()).toBe(1);
      expect(await accuracy(outputs, ignored, options).item()).toBeNaN();
    });

    it('for numbers, whose mean is large', async () => {
      for (const fixture of [regression, regressionOfTwo]) {
        const over = (metric: StatefulMetric): Promise<number> =>
          overBatches(metric, fixture.predicted, fixture.actual);
        expect(await over(r2())).toBeCloseTo(fixture.r2, 5);
        const wanted = fixture === regression ? fixture.rmse : Math.sqrt(fixture.mse);
        expect(await over(rmse())).toBeCloseTo(wanted, 4);
      }
      expectNothingLeft();
    });

    it('and goes on from a saved state', async () => {
      const made: [() => StatefulMetric, readonly unknown[], readonly unknown[]][] = [
        [() => precision(), binary.scores, binary.actual],
        [() => rocAUC(), binary.scores, binary.actual],
        [() => r2(), regression.predicted, regression.actual],
        [() => perplexity(), multiclass.logits, multiclass.actual],
      ];
      for (const [make, outputs, targets] of made) {
        const dtype = targets === multiclass.actual ? 'int32' : 'float32';
        const part = (metric: StatefulMetric, from: number, to: number): void => {
          using _scope = memoryScope();
          metric.update(
            tensor(outputs.slice(from, to) as number[]),
            tensor(targets.slice(from, to) as number[], { dtype }),
          );
        };
        const [whole, first, second] = [make(), make(), make()];
        part(whole, 0, 20);
        part(whole, 20, 40);
        part(first, 0, 20);
        second.loadStateDict!(first.stateDict!());
        part(second, 20, 40);
        expect(await second.result()).toBe(await whole.result());
        for (const metric of [whole, first, second]) metric.reset();
      }
      expectNothingLeft();
    });
  });
});

describe('metrics of classes', () => {
  it('takes tokens of sequences for examples', async () => {
    const [logits, classes] = [randn([3, 4, 5]), int32([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1])];
    const targets = classes.reshape([3, 4]);
    const flat = logits.reshape([12, 5]);
    expect(await accuracy(logits, targets).item()).toBe(await accuracy(flat, classes).item());
    expect(await topKAccuracy(2)(logits, targets).item()).toBe(await topKAccuracy(2)(flat, classes).item());
    for (const make of [recall, rocAUC]) {
      const [ofSequences, ofTokens] = [make(), make()];
      ofSequences.update(logits, targets);
      ofTokens.update(flat, classes);
      expect(await ofSequences.result()).toBe(await ofTokens.result());
      ofSequences.reset();
      ofTokens.reset();
    }
  });
});

describe('perplexity', () => {
  it('counts no padding', async () => {
    const logits = multiclass.logits.slice(0, 4);
    const padded = perplexity({ ignoreIndex: -1 });
    padded.update(tensor(logits), int32([1, -1, 2, -1]));
    const without = perplexity();
    without.update(tensor([logits[0], logits[2]]), int32([1, 2]));
    expect(await padded.result()).toBeCloseTo((await without.result()) as number, 5);
  });

  it('does not look at the outputs of padding', async () => {
    const metric = perplexity({ ignoreIndex: -100 });
    metric.update(
      tensor([
        [1, 2],
        [Number.NaN, -Infinity],
      ]),
      int32([0, -100]),
    );
    expect(await metric.result()).toBeCloseTo(Math.exp(1.3132617), 4);
  });
});

describe('wrong calls', () => {
  it('are refused with what was expected', () => {
    expect(() => topKAccuracy(0)).toThrow('[topKAccuracy] expected a whole k of at least 1, got 0.');
    expect(() => fBeta(-1)).toThrow('[fBeta] expected beta > 0, got -1.');
    expect(() => precision().update(tensor([[1, 2, 3]]), int32([0, 1]))).toThrow(
      '[ConfusionMetric] expected outputs [N, ..., C] and targets [N, ...], got [1, 3] and [2].',
    );
    expect(() => binaryAccuracy()(tensor([1, 2, 3]), tensor([0, 1]))).toThrow(
      '[binaryAccuracy] expected an output for each target, got [3] and [2].',
    );
    expect(() => r2().update(tensor([[1], [2]]), tensor([1, 2]))).toThrow(
      '[r2] expected outputs and targets of one shape [N, ...], got [2, 1] and [2].',
    );
  });

  it('give not a number where there was nothing', async () => {
    for (const metric of [precision(), rocAUC(), r2(), rmse(), perplexity()])
      expect(await metric.result()).toBeNaN();
  });
});
