import { loadWeights } from '@neurona/checkpoints';
import { vggFeatures } from '@neurona/cnn';
import type { Sequential } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/**
 * A small VGG for the transfer of style, untrained.
 *
 *     [N, H, W, 3] → conv 16, conv 16, pool → conv 32, conv 32, pool → conv 64, conv 64 → [N, H / 4, W / 4, 64]
 */
export const styleNetwork = (): Sequential => vggFeatures([16, 16, 'M', 32, 32, 'M', 64, 64]);

/** What it is given for images in [0, 1]. */
export const styleInput = (images: Tensor): Tensor => images.sub(0.5).mul(4);

/** The same with the weights that `train.main.ts` wrote: frozen, its filters' mean activations are 1. */
export async function trainedStyleNetwork(): Promise<Sequential> {
  const { trainedStyle } = await import('./weights.js');
  const network = styleNetwork();
  await loadWeights(
    network,
    Uint8Array.from(atob(trainedStyle), (character) => character.charCodeAt(0)),
  );
  return network.eval().freeze();
}
