/** Arrays that are summed over processes. */
export type ReducibleArray = Float32Array | Float64Array | Int32Array;

/** How the values of all ranks become one. */
export type GroupReduction = 'sum' | 'max' | 'min';

/**
 * Processes that work together, each with its number, its rank. Every rank makes the same calls in the same order, with arrays of the
 * same length; a call ends once the others have made it. Calls are begun at once, so that several can be under way, and none
 * blocks the event loop.
 */
export interface ProcessGroup {
  /** Number of this process, from 0. */
  readonly rank: number;
  /** Number of processes. */
  readonly size: number;
  /** Replaces values by their sum (or maximum, minimum) over all ranks, the same on each. */
  allReduce<Values extends ReducibleArray>(values: Values, reduction?: GroupReduction): Promise<Values>;
  /** Replaces values by those of one rank, default 0. */
  broadcast<Values extends ReducibleArray | Uint8Array>(values: Values, root?: number): Promise<Values>;
  /** The values of all ranks, in their order. */
  allGather<Values extends ReducibleArray | Uint8Array>(values: Values): Promise<Values[]>;
  /** Waits for all ranks. */
  barrier(): Promise<void>;
  /** Like `allReduce` to the sum, but waits in place: for what can't be asynchronous, as a forward pass. */
  sumNow(values: ReducibleArray): void;
  /** Lets calls under way advance, where that takes the time of this thread. */
  advance(): void;
  /** Tells the other ranks that this one failed, and why: their calls are rejected with a {@link GroupError} that says so. */
  fail(reason: unknown): void;
  /** Leaves the group; every rank does. */
  close(): Promise<void>;
}
