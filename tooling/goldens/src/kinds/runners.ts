import type { Kind } from '../manifest.js';
import { runFunction } from './function.js';
import type { KindRunner } from './kind.js';
import { runModule } from './module.js';

/** How cases of each kind run; those without a runner are not covered yet. */
export const runners: { readonly [K in Kind]?: KindRunner } = { function: runFunction, module: runModule };
