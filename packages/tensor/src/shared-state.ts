// internal
import type { MemoryScope } from './memory/scope.js';

/** What operations share beyond a call. */
export interface SharedState {
  /** Whether operations record themselves now. */
  recording: boolean;
  /** Whether random numbers are zeros now. */
  undrawn: boolean;
  /** The innermost open scope. */
  scope: MemoryScope | undefined;
  /** The id of the next graph node. */
  nextNodeId: number;
}

// One for the whole program, even where a bundle holds this package twice (as ESM and as CommonJS): a graph may run through both.
const slot = Symbol.for('neurona.tensor.state');
const store = globalThis as { [slot]?: SharedState };

/** The state of this program. */
export const sharedState: SharedState = store[slot] ?? {
  recording: true,
  undrawn: false,
  scope: undefined,
  nextNodeId: 0,
};
store[slot] = sharedState;
