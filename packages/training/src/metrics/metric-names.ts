import { ArgumentError } from '@neurona/backend';
import { mae, mse } from '@neurona/layers';
import { accuracy, binaryAccuracy } from './accuracy.js';
import { fBeta, precision, recall } from './confusion-metric.js';
import { isStateful, type Metric, type Metrics, type StatefulMetric } from './metric.js';
import { perplexity } from './perplexity.js';
import { r2, rmse } from './regression-metrics.js';
import { averagePrecision, rocAUC } from './score-metric.js';

const metrics = {
  accuracy: () => accuracy as Metric,
  averagePrecision,
  binaryAccuracy,
  f1: () => fBeta(),
  mae: () => mae as Metric,
  mse: () => mse as Metric,
  perplexity,
  precision,
  r2,
  recall,
  rmse,
  rocAUC,
};

/** Metrics that can be passed by name, with their default settings. */
export type MetricName = keyof typeof metrics;

/** Metrics by the name that is shown, or names alone. */
export type MetricsOption<Outputs, Targets> =
  | Readonly<Record<string, Metric<Outputs, Targets> | StatefulMetric<Outputs, Targets> | MetricName>>
  | readonly MetricName[];

/** @internal The metrics, with names resolved. */
export function metricsOf<Outputs, Targets>(
  subject: string,
  option: MetricsOption<Outputs, Targets> = {},
): Metrics<Outputs, Targets> {
  const entries = Array.isArray(option)
    ? (option as readonly MetricName[]).map((name) => [name, name] as const)
    : Object.entries(option as Exclude<typeof option, readonly MetricName[]>);
  return Object.fromEntries(
    entries.map(([shown, metric]) => [shown, metricOf(subject, shown, metric)]),
  ) as Metrics<Outputs, Targets>;
}

function metricOf(subject: string, shown: string, metric: unknown): unknown {
  if (typeof metric === 'string' && Object.hasOwn(metrics, metric)) return metrics[metric as MetricName]();
  if (typeof metric === 'function') return metric;
  if (
    typeof metric === 'object' &&
    metric !== null &&
    isStateful(metric as StatefulMetric) &&
    'update' in metric
  )
    return metric;
  throw new ArgumentError(subject, {
    expected: `metrics: functions, stateful metrics, or names among ${Object.keys(metrics).join(', ')}`,
    received: metric,
    where: shown,
    hint: 'Write { metrics: { accuracy } }, or { metrics: ["accuracy"] }.',
  });
}
