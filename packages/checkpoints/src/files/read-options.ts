import type { RequestLimits } from '@neurona/datasets';

/** Settings of functions that read files. The limits of time are for what lies behind an address. */
export interface ReadOptions extends RequestLimits {}
