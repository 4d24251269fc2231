// internal
import type { Backend } from '@neurona/backend';

const stepsInFlight = 8; // steps queued on the device before the loop waits for the oldest
const breathMs = 30; // how long the loop runs before timers, input and signals get their turn

/** Keeps a training loop ahead of the device, but not by too much, and yields to the rest of the program. */
export class Pace {
  readonly #queue: Promise<void>[] = [];
  #lastBreath = performance.now();

  constructor(private readonly backend: Backend) {}

  /** Called after each step. */
  async step(): Promise<void> {
    const done = this.backend.sync();
    done.catch(() => {}); // awaited below, perhaps some steps later
    this.#queue.push(done);
    if (this.#queue.length > stepsInFlight) await this.#queue.shift();
    if (performance.now() - this.#lastBreath < breathMs) return;
    await breathe();
    this.#lastBreath = performance.now();
  }

  /** Waits for everything that is queued. */
  async finish(): Promise<void> {
    await Promise.all(this.#queue.splice(0));
  }
}

/** Lets the event loop turn once. In a browser a message is quicker than a timer, which waits 4 ms. */
function breathe(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
