// internal
import { type ConvGeometry, type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import { channelsOf, geometryOfGroup, tfjsPadding } from '../groups.js';
import type { TfjsRuntime } from '../runtime.js';
import { atPlace, kernelPlaces, padImages } from '../windows.js';
import { concat } from './concat.js';
import { fill } from './fill.js';

/** `conv2dFilterGrad` by tfjs's kernel, or composed: for each position of the kernel a matrix product of what windows have there and the gradient. */
export const conv2dFilterGrad =
  (t: TfjsRuntime): Kernels['conv2dFilterGrad'] =>
  (x, grad, geometry) => {
    const { inputShape, outputShape, kernelSize, groups } = geometry;
    const shape = [...kernelSize, inputShape[3]! / groups, outputShape[3]!];
    if (sizeOf(shape) === 0) return t.zeros(shape, x.dtype);
    if (sizeOf(inputShape) === 0 || sizeOf(outputShape) === 0) return fill(t)(shape, 0, x.dtype);
    return t.compose(() => filterGrad(t, x, grad, geometry));
  };

function filterGrad(t: TfjsRuntime, x: DeviceArray, dy: DeviceArray, geometry: ConvGeometry): DeviceArray {
  const { groups, stride, dilation, kernelSize, inputShape, outputShape } = geometry;
  if (groups > 1) {
    const inner = geometryOfGroup(geometry);
    const parts = Array.from({ length: groups }, (_, group) =>
      filterGrad(t, channelsOf(t, x, group, groups), channelsOf(t, dy, group, groups), inner),
    );
    return concat(t)(parts, 3);
  }
  const channels = inputShape[3]!;
  const outputs = outputShape[3]!;
  const filterShape = [...kernelSize, channels, outputs];
  const isDilated = dilation.some((step) => step > 1);
  if (!isDilated && t.trusts('Conv2DBackpropFilter')) {
    const attrs = { strides: stride, pad: tfjsPadding(geometry), dataFormat: 'NHWC', filterShape };
    return t.run('Conv2DBackpropFilter', { x, dy }, attrs);
  }
  const windows = sizeOf(outputShape) / outputs;
  const padded = padImages(t, x, geometry, 0);
  const gradients = t.view(dy, [1, windows, outputs]);
  const parts = kernelPlaces(geometry).map((place) => {
    const patch = t.view(atPlace(t, padded, geometry, place), [1, windows, channels]);
    return t.run('BatchMatMul', { a: patch, b: gradients }, { transposeA: true, transposeB: false });
  });
  return t.view(concat(t)(parts, 0), filterShape);
}
