// internal
import type { ConvGeometry, DeviceArray } from '@neurona/backend';
import { slice } from './kernels/slice.js';
import type { TfjsRuntime } from './runtime.js';

/** The channels (last axis) of one group out of `groups`. */
export function channelsOf(t: TfjsRuntime, x: DeviceArray, group: number, groups: number): DeviceArray {
  const count = x.shape.at(-1)! / groups;
  const start = x.shape.map((_, axis) => (axis === x.shape.length - 1 ? group * count : 0));
  return slice(t)(
    x,
    start,
    [...x.shape.slice(0, -1), count],
    x.shape.map(() => 1),
  );
}

/** The geometry of one group's convolution. */
export function geometryOfGroup(geometry: ConvGeometry): ConvGeometry {
  const { inputShape, outputShape, groups } = geometry;
  return {
    ...geometry,
    inputShape: inputShape.with(3, inputShape[3]! / groups),
    outputShape: outputShape.with(3, outputShape[3]! / groups),
    groups: 1,
  };
}

/** Explicit padding as tfjs's convolutions want it. */
export const tfjsPadding = ({ padding: { top, bottom, left, right } }: ConvGeometry) => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
];
