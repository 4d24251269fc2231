// internal
import type { AnyModule } from '@neurona/layers';
import type { Callback } from '../callbacks/callback.js';
import type { Ranks } from '../ranks/ranks.js';
import type { Batches } from './batch.js';
import type { TrainingOptions } from './fit-options.js';
import type { Steps } from './steps.js';
import type { Tally } from './tally.js';
import type { Spread } from './totals.js';
import type { TrainingStep } from './training-step.js';

/** The parts of a run. */
export interface RunParts {
  readonly model: AnyModule;
  readonly data: Batches;
  readonly validation: Batches | undefined;
  readonly options: TrainingOptions;
  readonly optimizers: Readonly<Record<string, Steps>>;
  readonly callbacks: readonly Callback[];
  // biome-ignore lint/suspicious/noExplicitAny: whatever outputs and targets are, the loop doesn't look at them.
  readonly tally: Tally<any, any>;
  readonly training: TrainingStep;
  /** The processes that train together, if there are several. */
  readonly ranks: Ranks | undefined;
  /** Batches in a step. */
  readonly accumulate: number;
  /** The results of the validation data; undefined if it was interrupted. */
  readonly validate: ((data: Batches) => Promise<Spread | undefined>) | undefined;
}
