// internal
import { type ConvGeometry, type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import { channelsOf, geometryOfGroup, tfjsPadding } from '../groups.js';
import type { TfjsRuntime } from '../runtime.js';
import { spreadApart } from '../windows.js';
import { broadcastTo } from './broadcast-to.js';
import { concat } from './concat.js';
import { fill } from './fill.js';

/** `conv2d` by tfjs's kernels: the depthwise one where every channel is a group, else one convolution a group. */
export const conv2d =
  (t: TfjsRuntime): Kernels['conv2d'] =>
  (x, w, geometry, bias) => {
    const { outputShape } = geometry;
    if (sizeOf(outputShape) === 0) return t.zeros(outputShape, x.dtype);
    if (sizeOf(x.shape) === 0)
      return bias ? broadcastTo(t)(bias, outputShape) : fill(t)(outputShape, 0, x.dtype);
    return t.compose(() => {
      const y = withoutBias(t, x, w, geometry);
      return bias ? t.run('Add', { a: y, b: bias }) : y;
    });
  };

function withoutBias(t: TfjsRuntime, x: DeviceArray, w: DeviceArray, geometry: ConvGeometry): DeviceArray {
  const { groups, stride, dilation } = geometry;
  const attrs = { strides: stride, pad: tfjsPadding(geometry), dilations: dilation, dataFormat: 'NHWC' };
  if (groups === 1) return t.run('Conv2D', { x, filter: w }, attrs);
  const channels = x.shape[3]!;
  if (groups === channels && t.trusts('DepthwiseConv2dNative')) {
    const isDilated = dilation.some((step) => step > 1);
    if (!isDilated || t.trusts('DepthwiseConv2dNative', 'dilated')) {
      const filter = t.view(w, [w.shape[0]!, w.shape[1]!, channels, w.shape[3]! / channels]);
      return t.run('DepthwiseConv2dNative', { x, filter }, attrs);
    }
    const spread = spreadApart(t, t.view(w, [1, ...w.shape.slice(0, 2), w.shape[3]!]), dilation);
    const inner: ConvGeometry = {
      ...geometry,
      kernelSize: [spread.shape[1]!, spread.shape[2]!],
      dilation: [1, 1],
    };
    return withoutBias(t, x, t.view(spread, [...inner.kernelSize, 1, w.shape[3]!]), inner);
  }
  const inner = geometryOfGroup(geometry);
  const parts = Array.from({ length: groups }, (_, group) =>
    withoutBias(t, channelsOf(t, x, group, groups), channelsOf(t, w, group, groups), inner),
  );
  return concat(t)(parts, 3);
}
