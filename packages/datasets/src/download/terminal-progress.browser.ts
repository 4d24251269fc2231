// internal: in a browser
import type { ProgressDisplay } from './progress-display.js';

/** A browser has no terminal. */
export const terminalProgress = (): ProgressDisplay => ({ update() {}, stop() {} });
