// internal
import { Linear, Sequential } from '@neurona/layers';

/** The same layers with a new linear map for so many classes in the place of the last one, which is freed. */
export function withLastLinear({ layers }: Sequential, numClasses: number): Sequential {
  const last = layers.at(-1) as Linear;
  last.dispose();
  return new Sequential(...layers.slice(0, -1), new Linear(last.inFeatures, numClasses));
}
