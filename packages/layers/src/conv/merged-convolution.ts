// internal
import { ShapeError } from '@neurona/backend';
import { clampedConv2d, isGradEnabled, isTensor, scoped, type Tensor } from '@neurona/tensor';
import type { AnyModule, ChannelMap, MergedForward } from '../module.js';
import type { Conv2d } from './conv2d.js';

/**
 * A convolution with the norm and the activation after it, in evaluation and without a gradient, where the backend has a kernel for all
 * three: results are written once in place of four times.
 */
export function mergedConvolution(
  { weight, bias, options, outChannels, inChannels }: Conv2d,
  layers: readonly AnyModule[],
  next: number,
  x: Tensor,
): MergedForward | undefined {
  if (isGradEnabled() || !isTensor(x) || !x.backend.kernels.clampedConv2d) return undefined;
  if (x.ndim !== 4 || x.shape[3] !== inChannels) return undefined; // `forward` tells what is wrong
  let count = 0;
  const output = scoped(() => {
    let norm: ChannelMap | undefined;
    let clamp: ChannelMap | undefined;
    for (let i = next; i < layers.length; i++) {
      const map = clamp ? undefined : layers[i]!.channelMap();
      if (!map || (map.scale && (norm || map.scale.size !== outChannels))) break;
      if (map.scale) norm = map;
      else if (map.min !== undefined) clamp = map;
      count++;
    }
    if (!norm && !clamp) return undefined;
    const { scale, shift } = norm ?? { shift: bias };
    const added = scale && bias ? bias.mul(scale).add(shift!) : shift;
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = clamp ?? {};
    return unlessMisshapen(() => clampedConv2d(x, weight, { ...options, scale, shift: added, min, max }));
  });
  return output && { output, count };
}

/** What `make` returns; undefined where shapes don't fit, as `forward` tells what is wrong in words that its caller knows. */
function unlessMisshapen(make: () => Tensor): Tensor | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ShapeError) return undefined;
    throw error;
  }
}
