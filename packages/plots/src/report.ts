import { type PlotConfusionMatrixOptions, plotConfusionMatrix } from './confusion-matrix.js';
import { rangeError } from './errors.js';
import { extremes, list, record } from './finite.js';
import { type Block, htmlReport, type ReportSection, type ReportTable } from './html-report.js';
import { type LearningHistory, type PlotCurve, plotLearningCurve } from './learning-curve.js';
import { checkOptions, type OptionNames } from './options.js';

/** What `fit` returns, or any object with numbers per epoch. */
export interface ReportedHistory {
  /** Loss and metrics of each epoch; names that start with `val` are those of the validation data. */
  readonly epochs: readonly Readonly<Record<string, number>>[];
  /** Their standard deviations within each epoch. */
  readonly deviations?: readonly Readonly<Record<string, number>>[];
  readonly seconds?: number;
  /** Why training ended. */
  readonly stopped?: string;
}

export interface TrainingReportOptions {
  /** Heading of the page, default 'Training report'. */
  readonly title?: string;
  /** Line below the heading, default the number of epochs and the time they took. */
  readonly subtitle?: string;
  /** Summary of the model, as `String(summary(model, shape))`, default none. */
  readonly summary?: string;
  /** Settings of the training, shown as a table, default none. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Confusion matrix `[true class, predicted class]` of counts, default none. */
  readonly confusion?: ArrayLike<ArrayLike<number>>;
  /** Names of the classes in the confusion matrix. */
  readonly classNames?: readonly string[];
  /** Scores per class, as `String(classificationReport)`, default none. */
  readonly results?: string;
  /** Further sections, below the others, default none. */
  readonly sections?: readonly ReportSection[];
  /** Language of the page as a BCP 47 tag, default `'en'`. */
  readonly language?: string;
}

const trainingReportOptions: OptionNames<TrainingReportOptions> = {
  title: true,
  subtitle: true,
  summary: true,
  settings: true,
  confusion: true,
  classNames: true,
  results: true,
  sections: true,
  language: true,
};

/**
 * Writes the results of a training as one self-contained HTML page: learning curves with bands, the numbers of the last and the best
 * epoch and, if passed, settings, model summary, classification report, confusion matrix and further sections.
 *
 * @param history - What `fit` returned.
 * @returns An HTML document, light or dark as the viewer prefers.
 * @throws RangeError if there is no epoch, or a picture can't be drawn.
 * @example
 * const page = trainingReport({ epochs: [{ loss: 2, valLoss: 2.1 }, { loss: 1, valLoss: 1.3 }], seconds: 3.2 }, { title: 'Digits' });
 * page.includes('<h1>Digits</h1>'); // => true
 */
export function trainingReport(history: ReportedHistory, options: TrainingReportOptions = {}): string {
  checkOptions('trainingReport', options, trainingReportOptions);
  const { epochs, seconds } = record('trainingReport', 'history', history);
  list('trainingReport', 'history.epochs', epochs);
  if (epochs.length === 0) {
    throw rangeError('trainingReport', {
      expected: 'at least one epoch',
      received: 'none',
      hint: 'The training was stopped before its first epoch ended.',
    });
  }
  const time =
    seconds === undefined
      ? ''
      : ` in ${seconds < 60 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`}`;
  const sections: ReportSection[] = [
    {
      title: 'Training',
      blocks: [{ svg: plotLearningCurve(curvesOf(history)) }, { table: numbersOf(history) }],
    },
  ];
  if (options.results !== undefined || options.confusion !== undefined) {
    const blocks: Block[] = [];
    if (options.results !== undefined) blocks.push({ preformatted: options.results });
    if (options.confusion !== undefined)
      blocks.push({ svg: plotConfusionMatrix(options.confusion, labelsOf(options)) });
    sections.push({ title: 'Results', blocks });
  }
  sections.push(...(options.sections ?? []));
  if (options.settings || options.summary !== undefined) {
    const blocks: Block[] = [];
    if (options.settings) {
      const rows = Object.entries(options.settings).map(([name, value]) => [name, String(value)]);
      blocks.push({ table: { columns: ['setting', 'value'], rows } });
    }
    if (options.summary !== undefined) blocks.push({ preformatted: options.summary });
    sections.push({ title: 'Model', blocks });
  }
  const end =
    history.stopped === undefined || history.stopped === 'completed' ? '' : `, ended by ${history.stopped}`;
  return htmlReport({
    title: options.title ?? 'Training report',
    subtitle: options.subtitle ?? `${epochs.length} ${epochs.length === 1 ? 'epoch' : 'epochs'}${time}${end}`,
    sections,
    ...(options.language === undefined ? {} : { language: options.language }),
  });
}

const labelsOf = ({ classNames }: TrainingReportOptions): PlotConfusionMatrixOptions =>
  classNames ? { labels: classNames } : {};

/** Series that a number of an epoch belongs to: `valLoss` is the loss of the validation data. */
function placeOf(name: string, names: readonly string[]): [metric: string, series: 'train' | 'validation'] {
  if (!/^val[A-Z]/.test(name)) return [name, 'train'];
  const metric = name.slice(3);
  return [names.includes(metric) ? metric : metric[0]!.toLowerCase() + metric.slice(1), 'validation'];
}

/** Numbers of all epochs; only some epochs may have been validated. */
const namesOf = (epochs: ReportedHistory['epochs']): string[] => [
  ...new Set(epochs.flatMap((epoch) => Object.keys(epoch))),
];

function curvesOf({ epochs, deviations }: ReportedHistory): LearningHistory {
  const metrics: Record<string, Record<string, PlotCurve>> = {};
  const names = namesOf(epochs);
  for (const name of names) {
    const measured = epochs.flatMap((epoch, i) => (Number.isFinite(epoch[name]) ? [i] : []));
    if (measured.length === 0) continue;
    const [metric, series] = placeOf(name, names);
    const std = measured.map((i) => deviations?.[i]?.[name] ?? Number.NaN);
    metrics[metric] ??= {};
    metrics[metric][series] = {
      mean: measured.map((i) => epochs[i]![name]!),
      epochs: measured.map((i) => i + 1),
      ...(std.every(Number.isFinite) ? { std } : {}),
    };
  }
  return metrics;
}

/** Each number in the last epoch and at its best: the smallest loss, the largest of other metrics. */
function numbersOf({ epochs }: ReportedHistory): ReportTable {
  const rows = namesOf(epochs).map((name) => {
    const values = epochs.map((epoch) => epoch[name] ?? Number.NaN);
    const finite = values.filter(Number.isFinite);
    const isSmallGood = /loss|error|perplexity|penalty|mse|mae|rmse/i.test(name);
    const best = extremes(finite)[isSmallGood ? 0 : 1];
    const last = values.findLast((_, i) => name in epochs[i]!)!;
    if (finite.length === 0) return [name, String(last), '', ''];
    return [name, last.toPrecision(4), best.toPrecision(4), String(values.indexOf(best) + 1)];
  });
  return { columns: ['number', 'last epoch', 'best', 'at epoch'], rows };
}
