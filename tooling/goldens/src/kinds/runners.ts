import type { Kind } from '../manifest.js';
import { runClip } from './clip.js';
import { runFacts } from './facts.js';
import { runFunction } from './function.js';
import type { KindRunner } from './kind.js';
import { runModule } from './module.js';
import { runScheduler } from './scheduler.js';
import { runTraining } from './training.js';

/** How cases of each kind run; those without a runner are not covered yet. */
export const runners: { readonly [K in Kind]?: KindRunner } = {
  function: runFunction,
  module: runModule,
  clip: runClip,
  training: runTraining,
  scheduler: runScheduler,
  facts: runFacts,
};
