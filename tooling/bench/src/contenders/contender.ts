import { seconds } from '../clock.js';

/** A group of steps: how long it took until the loss of the last one could be read, and that loss. */
export interface Sample {
  readonly seconds: number;
  readonly loss: number;
}

/** Somebody who can do the training step of a workload. */
export interface Contender {
  readonly name: string;
  /** What it runs on, in a few words. */
  readonly device: string;
  /** Does so many steps, each on the next batch, and reads the last loss. */
  run(steps: number): Promise<Sample>;
  close(): Promise<void>;
}

/** A step that is still on the device: `read` waits for its loss; `drop` gives it up. */
export interface PendingLoss {
  read(): Promise<number>;
  drop(): void;
}

/** Makes {@link Contender.run} of a function that does the step on batch `i` and does not wait for it. */
export function groupsOf(step: (batch: number) => PendingLoss, batches: number): Contender['run'] {
  let next = 0;
  return async (steps) => {
    const start = seconds();
    for (let i = 1; i < steps; i++) step(next++ % batches).drop();
    const loss = await step(next++ % batches).read();
    return { seconds: seconds() - start, loss };
  };
}
