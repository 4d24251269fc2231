/** Settings of functions that read files. */
export interface ReadOptions {
  /** Stops reading. */
  readonly signal?: AbortSignal | undefined;
}
