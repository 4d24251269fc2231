// internal: every class with a forward pass of its own that has a template; a new architecture adds its file
import { autoencoders } from './autoencoders.js';
import { bert } from './bert.js';
import type { ClassRow } from './class-row.js';
import { cnn } from './cnn.js';
import { diffusion } from './diffusion.js';
import { gan } from './gan.js';
import { inception } from './inception.js';
import { rnn } from './rnn.js';
import { transformer } from './transformer.js';
import { vae } from './vae.js';

/** Rows by class. */
export const classTable: ReadonlyMap<unknown, ClassRow> = new Map([
  ...autoencoders,
  ...bert,
  ...cnn,
  ...diffusion,
  ...gan,
  ...inception,
  ...rnn,
  ...transformer,
  ...vae,
]);
