/** Settings of functions that read files. */
import type { OptionTable } from '@neurona/backend';
export interface ReadOptions {
  /** Stops reading. */
  readonly signal?: AbortSignal | undefined;
}

/** @internal */
export const readOptions: OptionTable<ReadOptions> = { signal: undefined };
