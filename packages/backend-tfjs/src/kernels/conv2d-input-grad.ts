// internal
import { type ConvGeometry, type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import { channelsOf, geometryOfGroup, tfjsPadding } from '../groups.js';
import type { TfjsRuntime } from '../runtime.js';
import { spreadApart } from '../windows.js';
import { concat } from './concat.js';
import { fill } from './fill.js';

/** `conv2dInputGrad` by tfjs's kernel, group by group; a dilated kernel is one with zeros between its elements. */
export const conv2dInputGrad =
  (t: TfjsRuntime): Kernels['conv2dInputGrad'] =>
  (grad, w, geometry) => {
    const { inputShape } = geometry;
    if (sizeOf(inputShape) === 0 || sizeOf(grad.shape) === 0) return fill(t)(inputShape, 0, grad.dtype);
    return t.compose(() => inputGrad(t, grad, w, geometry));
  };

function inputGrad(t: TfjsRuntime, dy: DeviceArray, w: DeviceArray, geometry: ConvGeometry): DeviceArray {
  const { groups, stride, dilation, inputShape } = geometry;
  if (groups > 1) {
    const inner = geometryOfGroup(geometry);
    const parts = Array.from({ length: groups }, (_, group) =>
      inputGrad(t, channelsOf(t, dy, group, groups), channelsOf(t, w, group, groups), inner),
    );
    return concat(t)(parts, 3);
  }
  const [height, width, channels, outputs] = w.shape as [number, number, number, number];
  const images = t.view(w, [1, height, width, channels * outputs]);
  const spread = spreadApart(t, images, dilation);
  const filter = t.view(spread, [spread.shape[1]!, spread.shape[2]!, channels, outputs]);
  const attrs = { strides: stride, pad: tfjsPadding(geometry), dataFormat: 'NHWC', inputShape };
  return t.run('Conv2DBackpropInput', { dy, filter }, attrs);
}
