import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { registerGradients } from './tfjs-gradients.js';

/** A backend of tfjs. */
export type TfjsBackend = 'wasm' | 'cpu';

let registered: Promise<void> | undefined;

/** Makes tfjs ready to train on one of its backends. */
export async function startTfjs(backend: TfjsBackend): Promise<void> {
  tf.env().set('PROD', true); // no greeting
  registered ??= registerGradients();
  await registered;
  await tf.setBackend(backend);
  await tf.ready();
}
