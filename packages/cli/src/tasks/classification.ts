// internal: what classifiers share
import type { Dataset } from '@neurona/datasets';
import { crossEntropy } from '@neurona/layers';
import { plotConfusionMatrix } from '@neurona/plots';
import { softmax, tensor } from '@neurona/tensor';
import {
  accuracy,
  classificationReport,
  type History,
  largest,
  type Model,
  type TrainingOptions,
} from '@neurona/training';
import { UsageError } from '../console/usage-error.js';
import { fitBySettings } from './optimization.js';
import { type Evaluation, type Prediction, type SplitData, unseen } from './task.js';

/** Trains a classifier by cross-entropy, and validates it on the test data after each epoch. */
export function fitClassifier(
  model: Model,
  data: SplitData,
  settings: Parameters<typeof fitBySettings>[2],
  options: TrainingOptions,
): Promise<History> {
  return fitBySettings(model, data, settings, { ...options, loss: crossEntropy, metrics: { accuracy } });
}

/** Scores of each class on the test data, and which class is taken for which. */
export async function evaluateClassifier(
  model: Model,
  test: Dataset,
  classNames: readonly string[],
): Promise<Evaluation> {
  const report = await classificationReport(model, test, { batchSize: 256 });
  const { precision, recall, f1, support } = report.macroAverage;
  const percent = (100 * report.accuracy).toFixed(1);
  return {
    numbers: { accuracy: report.accuracy, precision, recall, f1, examples: support },
    text: `${report}\n\n${percent} % of ${support} examples ${unseen} are right.`,
    sections: [
      {
        title: 'Which class is taken for which',
        blocks: [
          { svg: plotConfusionMatrix(report.confusion, { labels: classNames }) },
          {
            table: {
              columns: ['class', 'precision', 'recall', 'F1', 'examples'],
              rows: report.classes.map((one, i) => [
                classNames[i] ?? String(i),
                ...[one.precision, one.recall, one.f1].map((value) => value.toFixed(3)),
                one.support,
              ]),
            },
          },
        ],
      },
    ],
  };
}

/** Throws where data has classes that a model doesn't know. */
export function checkClasses(found: Iterable<string>, known: readonly string[], path: string): void {
  const unknown = [...new Set(found)].filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new UsageError(
    `${path} has classes that the model doesn't know: ${unknown.slice(0, 10).join(', ')}. It knows ${known.join(', ')}.`,
  );
}

/** Names the most probable classes of each input, from scores `[N, C]`. */
export async function namedClasses(
  inputs: readonly string[],
  logits: Float32Array,
  classNames: readonly string[],
): Promise<Prediction[]> {
  const count = classNames.length;
  const scores = tensor(logits, { shape: [inputs.length, count] });
  const chances = softmax(scores, { axis: -1 });
  const values = await chances.data();
  scores.dispose();
  chances.dispose();
  const best = largest(values as Float32Array, count);
  return inputs.map((input, i) => {
    const row = Array.from(values.subarray(i * count, (i + 1) * count) as Float32Array);
    const ranked = row
      .map((chance, k) => ({ name: classNames[k]!, chance }))
      .sort((a, b) => b.chance - a.chance);
    const others = ranked
      .slice(1, 3)
      .filter(({ chance }) => chance >= 0.005)
      .map(({ name, chance }) => `${name} ${(100 * chance).toFixed(1)} %`);
    const answer = classNames[best[i]!]!;
    const sure = `${answer} (${(100 * row[best[i]!]!).toFixed(1)} %${others.length > 0 ? `; or ${others.join(', ')}` : ''})`;
    return {
      input,
      text: sure,
      values: {
        class: answer,
        probabilities: Object.fromEntries(ranked.map(({ name, chance }) => [name, chance])),
      },
    };
  });
}
