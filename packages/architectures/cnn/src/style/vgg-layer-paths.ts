import { Conv2d, MaxPool2d, ReLU, type Sequential } from '@neurona/layers';
import { VGG } from '../vgg.js';
import { checkSequence } from './check-sequence.js';

/**
 * The paths of a VGG's layers by the names that papers give them: `conv4_2` is the second convolution of the fourth block, `relu4_2` the
 * activation behind it, `pool4` the pooling that ends the block.
 * @param network - A {@link VGG}, or what `vggFeatures` makes.
 * @example
 * vggLayerPaths(vggFeatures([4, 4, 'M', 8])); // => { conv1_1: '0', relu1_1: '1', conv1_2: '2', relu1_2: '3', pool1: '4', conv2_1: '5', relu2_1: '6' }
 * @see Simonyan, Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014, arXiv:1409.1556
 */
export function vggLayerPaths(network: VGG | Sequential): Record<string, string> {
  const [{ layers }, prefix] =
    network instanceof VGG ? [network.body, 'features.'] : [checkSequence('vggLayerPaths', network), ''];
  let [block, conv] = [1, 0];
  const paths: Record<string, string> = {};
  for (const [i, layer] of layers.entries()) {
    const path = `${prefix}${i}`;
    if (layer instanceof Conv2d) paths[`conv${block}_${++conv}`] = path;
    else if (layer instanceof ReLU) paths[`relu${block}_${conv}`] = path;
    else if (layer instanceof MaxPool2d) {
      paths[`pool${block}`] = path;
      [block, conv] = [block + 1, 0];
    }
  }
  return paths;
}
