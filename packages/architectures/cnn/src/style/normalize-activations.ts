import { ArgumentError } from '@neurona/backend';
import { Conv2d, type Module, type Sequential } from '@neurona/layers';
import { noGrad, scoped, type Tensor, where } from '@neurona/tensor';
import { checkImages } from '../image-model/check-images.js';
import { checkSequence } from './check-sequence.js';

const scalable: ReadonlySet<string> = new Set(['Conv2d', 'ReLU', 'MaxPool2d', 'AvgPool2d']);

/**
 * Scales a network so that the mean of each filter's activation over images is 1, as the paper does with VGG: then all layers and filters
 * count alike in a style. What the network computes stays the same but for the scale, which relu and pooling let through.
 *
 *     W_k = W_k / m_k        m_k = mean over images and positions of relu(conv_k)        the next layer's weights for k: W · m_k
 *
 * m_k is at least a tenth of the layer's mean: a filter that is hardly ever active would outweigh all others where it is. The network's
 * weights are changed.
 * @param network - Convolutions, ReLU and pooling in sequence: the features of a VGG without batch norm.
 * @param images - What the means are taken over, `[N, H, W, C]`, as the network is given them.
 * @returns The network.
 * @throws {@link ArgumentError} if it has layers of other kinds.
 * @example
 * const network = normalizeActivations(vggFeatures([4, 'M', 8]), uniform([2, 8, 8, 3]));
 * network.layers.length; // => 5
 * @see Gatys, Ecker, Bethge, "Image Style Transfer Using Convolutional Neural Networks", 2016
 */
export function normalizeActivations(network: Sequential, images: Tensor): Sequential {
  for (const layer of checkSequence('normalizeActivations', network).layers) {
    if (scalable.has(layer.kind)) continue;
    throw new ArgumentError('normalizeActivations', {
      expected: `layers of the kinds ${[...scalable].join(', ')}`,
      received: layer.kind,
    });
  }
  checkImages('normalizeActivations', 'images [N, H, W, C]', images);
  noGrad(() =>
    scoped(() => {
      let x = images;
      let scale: Tensor | undefined; // by which the inputs of the next convolution were divided
      for (const layer of network.layers as readonly Module[]) {
        if (layer instanceof Conv2d) {
          if (scale) layer.weight.assign(layer.weight.mul(scale.reshape([-1, 1]))); // [KH, KW, C, C']
          const means = layer
            .forward(x)
            .relu()
            .mean({ axis: [0, 1, 2] });
          const least = means.mean().mul(0.1).add(1e-6);
          scale = where(means.greater(least), means, least); // [C']
          layer.weight.assign(layer.weight.div(scale));
          layer.bias?.assign(layer.bias.div(scale));
        }
        x = layer.forward(x);
      }
    }),
  );
  return network;
}
