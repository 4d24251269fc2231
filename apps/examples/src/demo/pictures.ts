import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchBatch } from '@neurona/datasets';
import {
  type Block,
  htmlReport,
  plotConfusionMatrix,
  plotImageGrid,
  plotLearningCurve,
} from '@neurona/plots';
import { largest, predict, series } from '@neurona/training';
import type { Trained } from './train.js';

const mostShown = 60; // misclassified digits in the picture
const side = 8;

/** Writes the pictures and one page that holds them all, and returns their paths, the page's first. */
export async function writePictures(trained: Trained, folder: string, subtitle: string): Promise<string[]> {
  const { history, report } = trained;
  const percent = `${(100 * report.accuracy).toFixed(1)} %`;
  const curves = {
    loss: { train: series(history, 'loss'), validation: series(history, 'valLoss') },
    accuracy: { train: series(history, 'accuracy'), validation: series(history, 'valAccuracy') },
  };
  const files: Record<string, string> = {
    'confusion-matrix.svg': plotConfusionMatrix(report.confusion, {
      labels: report.classNames,
      title: 'Which digit is taken for which',
      subtitle: `${percent} of ${report.macroAverage.support} held-out digits are right`,
    }),
  };
  if (history.epochs.length > 0)
    files['learning-curve.svg'] = plotLearningCurve(curves, { title: 'Learning curve' });
  const misses = await missesOf(trained);
  if (misses) files['misclassified.svg'] = misses;
  files['report.html'] = htmlReport({
    title: 'Handwritten digits',
    subtitle,
    sections: [
      ...section('Learning curve', files['learning-curve.svg']),
      ...section('Confusion matrix', files['confusion-matrix.svg']),
      { title: 'Scores of each digit', blocks: [scores(trained)] },
      ...section('Misclassified digits', misses, 'None: every held-out digit is right.'),
    ],
  });
  await mkdir(folder, { recursive: true });
  const paths = Object.keys(files)
    .reverse()
    .map((name) => join(folder, name));
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
  return paths;
}

const section = (
  title: string,
  svg: string | undefined,
  otherwise = 'Training was stopped in its first epoch.',
) => [{ title, blocks: [svg ? { svg } : { text: otherwise }] }];

function scores({ report }: Trained): Block {
  const rows = report.classes.map(({ precision, recall, f1, support }, i) => [
    report.classNames[i]!,
    ...[precision, recall, f1].map((value) => value.toFixed(3)),
    String(support),
  ]);
  return { table: { columns: ['digit', 'precision', 'recall', 'F1', 'examples'], rows } };
}

/** The digits that were taken for others; undefined if there are none. */
async function missesOf({ model, data }: Trained): Promise<string | undefined> {
  const indices = Int32Array.from({ length: data.test.length }, (_, i) => i);
  const [images, classes] = await fetchBatch(data.test, indices);
  const outputs = await predict(model, data.test);
  const predicted = largest(outputs.values, 10);
  const wrong = Array.from(indices).filter((i) => predicted[i] !== classes!.values[i]);
  if (wrong.length === 0) return undefined;
  const shown = wrong.slice(0, mostShown);
  const size = side * side;
  return plotImageGrid(
    shown.map((i) => ({
      data: images!.values.subarray(i * size, (i + 1) * size) as Float32Array,
      shape: [side, side],
    })),
    {
      title: `${wrong.length} of ${data.test.length} held-out digits are taken for others`,
      titles: shown.map((i) => `${predicted[i]}, not ${classes!.values[i]}`),
      marks: shown.map(() => 'miss' as const),
      subtitle: 'What the network says, and what the digit is',
    },
  );
}
