// internal: in a browser
import type { Callback } from '../callbacks/callback.js';

/** A browser has no terminal. */
export const terminalBar = async (): Promise<Callback | undefined> => undefined;
