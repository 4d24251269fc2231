// internal
import { ArgumentError } from '@neurona/backend';
import type { Sequential } from '@neurona/layers';

/** Returns layers in sequence that are some. */
export function checkSequence(subject: string, network: Sequential): Sequential {
  if (Array.isArray(network?.layers)) return network;
  throw new ArgumentError(subject, {
    expected: 'layers in a Sequential',
    received: network,
    hint: 'Pass a VGG without its head: vgg.body, or what vggFeatures makes.',
  });
}
