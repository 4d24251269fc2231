import { terminalBar } from '#terminal-bar';
import type { Callback } from '../callbacks/callback.js';
import { epochLines } from './epoch-lines.js';

/**
 * Shows the progress of a training: on a terminal a bar with step rate, loss, metrics and time left, elsewhere a line for each
 * epoch. `fit` adds it automatically.
 */
export async function progressBar(): Promise<Callback> {
  return (await terminalBar()) ?? epochLines();
}
