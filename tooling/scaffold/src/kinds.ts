import type { Names } from './names.js';
import { newArchitecture } from './new-architecture.js';
import { newCallback } from './new-callback.js';
import { newDataset } from './new-dataset.js';
import { newKernel } from './new-kernel.js';
import { newLayer } from './new-layer.js';
import { newLesson } from './new-lesson.js';
import { newMetric } from './new-metric.js';
import { newOp } from './new-op.js';
import { newOptimizer } from './new-optimizer.js';
import { newPackage } from './new-package.js';
import { newPage } from './new-page.js';
import type { Repository } from './repository.js';

export interface KindOptions {
  readonly family?: string;
  readonly level?: string;
  readonly row?: string;
}

/** One thing that `pnpm new` starts. */
export interface Kind {
  readonly description: string;
  /** Options besides the name: flags as commander writes them, and their descriptions. */
  readonly options?: readonly (readonly [flags: string, description: string])[];
  /** Adds the files and rows; returns what is left to do, one sentence each. */
  start(repository: Repository, names: Names, options: KindOptions): readonly string[];
}

/** Every kind, by its name on the command line. */
export const kinds: Readonly<Record<string, Kind>> = {
  op: newOp,
  kernel: newKernel,
  layer: newLayer,
  optimizer: newOptimizer,
  dataset: newDataset,
  metric: newMetric,
  callback: newCallback,
  lesson: newLesson,
  package: newPackage,
  architecture: newArchitecture,
  page: newPage,
};
