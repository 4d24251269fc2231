import type { OptionTable } from '@neurona/backend';
import type { RequestLimits } from '@neurona/datasets';

/** Settings of functions that read files. Time limits apply to addresses only. */
export interface ReadOptions extends RequestLimits {}

/** @internal */
export const readOptions: OptionTable<ReadOptions> = {
  signal: undefined,
  timeoutMs: 30_000,
  totalTimeoutMs: 600_000,
};
