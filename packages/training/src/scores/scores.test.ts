import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { confusionMatrix } from '../report/confusion-matrix.js';
import {
  balancedAccuracy,
  type ClassAverage,
  classScores,
  cohenKappa,
  matthewsCorrelation,
} from './confusion-scores.js';
import { regressionScores } from './regression-scores.js';
import { averagePrecisionScore, rocAUCScore } from './roc-auc-score.js';
import { areaUnderCurve, precisionRecallCurve, rocCurve } from './roc-curve.js';

const { binary, multiclass, absentClass, regression, regressionOfTwo } = JSON.parse(
  readFileSync(new URL('../../fixtures/metrics.json', import.meta.url), 'utf8'),
);

const expectAll = (actual: readonly number[], wanted: readonly number[]): void => {
  expect(actual.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries()) expect(actual[i]).toBeCloseTo(value, 12);
};

const averages: readonly ClassAverage[] = ['macro', 'micro', 'weighted'];

describe('scores of yes and no have the numbers of scikit-learn', () => {
  it('in the ROC curve and its area', () => {
    const curve = rocCurve(binary.scores, binary.actual);
    expectAll(curve.falsePositiveRate, binary.roc.fpr);
    expectAll(curve.truePositiveRate, binary.roc.tpr);
    expect(curve.thresholds[0]).toBe(Number.POSITIVE_INFINITY);
    expectAll(curve.thresholds.slice(1), binary.roc.thresholds.slice(1));
    expect(rocAUCScore(binary.scores, binary.actual)).toBeCloseTo(binary.rocAUC, 12);
  });

  it('in the precision-recall curve and the average precision', () => {
    const curve = precisionRecallCurve(binary.scores, binary.actual);
    expectAll(curve.precision, binary.precisionRecall.precision);
    expectAll(curve.recall, binary.precisionRecall.recall);
    expectAll(curve.thresholds, binary.precisionRecall.thresholds);
    expect(averagePrecisionScore(binary.scores, binary.actual)).toBeCloseTo(binary.averagePrecision, 12);
  });

  it('in precision, recall, F and correlations', () => {
    const predicted = binary.scores.map((score: number) => Number(score >= 0.5));
    const confusion = confusionMatrix(predicted, binary.actual, 2);
    expect(confusion).toEqual(binary.confusion);
    const { precision, recall, fBeta } = classScores(confusion, { average: 1 });
    expectAll([precision, recall, fBeta], [binary.precision, binary.recall, binary.f1]);
    expect(classScores(confusion, { average: 1, beta: 2 }).fBeta).toBeCloseTo(binary.fBeta2, 12);
    expect(matthewsCorrelation(confusion)).toBeCloseTo(binary.matthews, 12);
    expect(cohenKappa(confusion)).toBeCloseTo(binary.kappa, 12);
    expect(balancedAccuracy(confusion)).toBeCloseTo(binary.balancedAccuracy, 12);
  });
});

describe('scores of several classes have the numbers of scikit-learn', () => {
  it('in averages of precision, recall and F', () => {
    for (const average of averages) {
      const { precision, recall, fBeta } = classScores(multiclass.confusion, { average });
      const wanted = multiclass[average];
      expectAll([precision, recall, fBeta], [wanted.precision, wanted.recall, wanted.f1]);
      expect(classScores(multiclass.confusion, { average, beta: 0.5 }).fBeta).toBeCloseTo(
        wanted.fBetaHalf,
        12,
      );
    }
  });

  it('where a class is never predicted and another never occurs', () => {
    const confusion = confusionMatrix(absentClass.predicted, absentClass.actual, 4);
    for (const average of averages) {
      const { precision, recall, fBeta } = classScores(confusion, { average });
      const wanted = absentClass[average];
      expectAll([precision, recall, fBeta], [wanted.precision, wanted.recall, wanted.f1]);
    }
  });

  it('in correlations and balanced accuracy', () => {
    expect(matthewsCorrelation(multiclass.confusion)).toBeCloseTo(multiclass.matthews, 12);
    expect(cohenKappa(multiclass.confusion)).toBeCloseTo(multiclass.kappa, 12);
    expect(balancedAccuracy(multiclass.confusion)).toBeCloseTo(multiclass.balancedAccuracy, 12);
  });

  it('in areas under ROC curves, against the rest and against each other', () => {
    const probabilities = multiclass.logits.flatMap((row: readonly number[]) => {
      const exponentials = row.map((value) => Math.exp(value - Math.max(...row)));
      const total = exponentials.reduce((sum, value) => sum + value, 0);
      return exponentials.map((value) => value / total);
    });
    for (const [against, name] of [
      ['rest', 'ovr'],
      ['each', 'ovo'],
    ] as const) {
      for (const average of ['macro', 'weighted'] as const) {
        const score = rocAUCScore(probabilities, multiclass.actual, { classes: 5, against, average });
        expect(score).toBeCloseTo(multiclass.rocAUC[`${name}-${average}`], 12);
      }
    }
  });
});

describe('regressionScores', () => {
  it('has the numbers of scikit-learn, for one column and two', () => {
    for (const [fixture, columns] of [
      [regression, 1],
      [regressionOfTwo, 2],
    ] as const) {
      const scores = regressionScores(fixture.predicted.flat(), fixture.actual.flat(), columns);
      for (const [name, value] of Object.entries(scores))
        if (name in fixture) expect(value).toBeCloseTo(fixture[name], 12);
    }
    expect('maxError' in regression).toBe(true);
  });

  it('calls a constant explained only if every prediction is right', () => {
    expect(regressionScores([2, 2], [2, 2]).r2).toBe(1);
    expect(regressionScores([2, 3], [2, 2]).r2).toBe(0);
  });
});

describe('wrong scores are refused', () => {
  it('with what was expected', () => {
    expect(() => rocCurve([0.5], [2])).toThrow(
      '[rocCurve] expected true values of 0 and 1, got 2 (example 0). For several classes use rocAUCScore, or take one class against the others.',
    );
    expect(() => rocCurve([0.5, Number.NaN], [0, 1])).toThrow(
      '[rocCurve] expected predictions without NaN, got NaN (example 1).',
    );
    expect(() => precisionRecallCurve([], [])).toThrow(
      '[precisionRecallCurve] expected at least one example, got none.',
    );
    expect(() => rocAUCScore([1, 2, 3], [0, 1], { classes: 2 })).toThrow(
      '[rocAUCScore] expected 2 scores for each of 2 examples, got 3.',
    );
    expect(() => areaUnderCurve([0, 2, 1], [0, 0, 0])).toThrow(
      '[areaUnderCurve] expected x that rises or falls throughout, got 2, 1 (point 2).',
    );
    expect(() => classScores([[1, 2]])).toThrow(
      '[classScores] expected a square of counts, by true and predicted class, got rows of 2.',
    );
    expect(() => regressionScores([1], [1, 2])).toThrow(
      '[regressionScores] expected as many predictions as true values, got 1 and 2.',
    );
  });

  it('and areas of one class alone are not a number', () => {
    expect(rocAUCScore([0.1, 0.2], [1, 1])).toBeNaN();
    expect(rocAUCScore([0.1, 0.2], [0, 0])).toBeNaN();
  });
});
