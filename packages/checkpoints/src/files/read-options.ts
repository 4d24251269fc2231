import type { OptionTable } from '@neurona/backend';
import type { RequestLimits } from '@neurona/datasets';

/** Settings of functions that read files. The limits of time are for what lies behind an address. */
export interface ReadOptions extends RequestLimits {}

/** @internal */
export const readOptions: OptionTable<ReadOptions> = {
  signal: undefined,
  timeoutMs: 30_000,
  totalTimeoutMs: 600_000,
};
