// internal
import type { RecurrentKind } from '@neurona/backend';

/** Gates of each kind of cell: its weights are that many times as wide as its hidden state. */
export const gateCount: Readonly<Record<RecurrentKind, number>> = { tanh: 1, relu: 1, lstm: 4, gru: 3 };

/** What one step keeps for its derivative, in hidden states. */
export const savedCount: Readonly<Record<RecurrentKind, number>> = { tanh: 1, relu: 1, lstm: 5, gru: 5 };

/** Steps in the order in which they are taken. */
export function stepOrder(count: number, reverse: boolean): number[] {
  return Array.from({ length: count }, (_, i) => (reverse ? count - 1 - i : i));
}
