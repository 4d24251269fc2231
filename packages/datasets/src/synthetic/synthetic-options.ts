import type { OptionTable } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';

/** Settings of all synthetic data sets of points. */
export interface MadeOptions {
  /** Standard deviation of the normal noise that is added, default 0. */
  readonly noise?: number;
  /** Whether examples are in random order, default true. */
  readonly shuffle?: boolean;
  /** Where random numbers come from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

/** @internal */
export const madeOptions: OptionTable<MadeOptions> = { noise: 0, shuffle: true, rng: undefined };
