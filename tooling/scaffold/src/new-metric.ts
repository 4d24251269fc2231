import type { Kind } from './kinds.js';

/** A metric and its test. */
export const newMetric: Kind = {
  description: 'a metric of @neurona/training: a mean over examples, computed on the device',
  start(repository, { kebab, camel, pascal }) {
    const folder = 'packages/training/src/metrics';
    repository.createFrom('metric', folder, { kebab, camel, pascal });
    return [
      `Write its equation, its shapes and its comment in ${folder}/${kebab}.ts.`,
      'One that is no mean over examples is a `StatefulMetric`, as regression-metrics.ts shows.',
      'Compare it with scikit-learn: tooling/generators/metric-fixtures.py writes packages/training/fixtures/metrics.json.',
      'Run `pnpm generate`, `pnpm changeset` and `pnpm check`.',
    ];
  },
};
