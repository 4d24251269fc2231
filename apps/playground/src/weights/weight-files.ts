import { decodeSafetensors, encodeSafetensors } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import { tensor } from '@neurona/tensor';

/** A network's weights as a safetensors file. */
export async function saveWeights(model: AnyModule): Promise<Uint8Array> {
  const entries = Object.entries(model.stateDict()).map(
    async ([name, x]) => [name, { shape: x.shape, dtype: x.dtype, values: await x.data() }] as const,
  );
  return encodeSafetensors(Object.fromEntries(await Promise.all(entries)));
}

/** Puts the weights of a safetensors file into a network. What does not fit throws, and leaves the network as it was. */
export function loadWeights(model: AnyModule, bytes: Uint8Array): void {
  const weights = Object.entries(decodeSafetensors(bytes).tensors).map(
    ([name, { values, shape, dtype }]) => [name, tensor(values, { shape, dtype })] as const,
  );
  try {
    model.loadStateDict(Object.fromEntries(weights));
  } finally {
    for (const [, held] of weights) held.dispose();
  }
}

/** The bytes of a file that is written in the code, in base64. */
export const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
