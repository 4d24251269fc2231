// internal
import type { Callback, TrainingState } from './callback.js';

/** The callbacks of a training, in the order in which they are called. */
export class CallbackList {
  readonly #ordered: readonly Callback[];
  readonly #named: ReadonlyMap<string, Callback>;
  readonly #started: Callback[] = [];

  /** @param rank - Number of this process; those for rank 0 are left out on others. */
  constructor(callbacks: readonly Callback[], rank = 0) {
    const heard = callbacks.filter(({ onRankZero }) => rank === 0 || !onRankZero);
    this.#ordered = heard.sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
    this.#named = byName(callbacks);
  }

  /** Calls one method of each, and awaits promises. */
  async hear(event: (callback: Callback) => void | Promise<void>): Promise<void> {
    for (const callback of this.#ordered) {
      const heard = event(callback);
      if (heard) await heard;
    }
  }

  async start(state: TrainingState): Promise<void> {
    for (const callback of this.#ordered) {
      this.#started.push(callback);
      await callback.onStart?.(state);
    }
  }

  /** Calls `onEnd` of all that were started, the last one first; returns what they threw. */
  async end(state: TrainingState): Promise<unknown[]> {
    const failures: unknown[] = [];
    for (const callback of this.#started.splice(0).reverse()) {
      try {
        await callback.onEnd?.(state);
      } catch (error) {
        failures.push(error);
      }
    }
    return failures;
  }

  /** Their states by name. */
  states(): Record<string, unknown> {
    const states = Array.from(this.#named, ([name, callback]) => [name, callback.stateDict?.()] as const);
    return Object.fromEntries(states);
  }

  async load(states: Readonly<Record<string, unknown>>): Promise<void> {
    for (const [name, callback] of this.#named) {
      if (Object.hasOwn(states, name)) await callback.loadStateDict?.(states[name]);
    }
  }
}

/** Callbacks by the names under which their states are saved. */
function byName(callbacks: readonly Callback[]): ReadonlyMap<string, Callback> {
  const named = new Map<string, Callback>();
  for (const [i, callback] of callbacks.entries()) {
    const name = callback.name ?? `callback ${i + 1}`;
    const alike = [...named.keys()].filter((other) => other === name || other.startsWith(`${name} `)).length;
    named.set(alike === 0 ? name : `${name} ${alike + 1}`, callback);
  }
  return named;
}
