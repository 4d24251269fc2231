// internal
import { type DeviceArray, type Kernels, type PoolGeometry, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { atPlace, imagePlaces, kernelPlaces, padImages } from '../windows.js';

/** `avgPool2d`, composed: the sum over the positions of the kernel times one over the number of elements. */
export const avgPool2d =
  (t: TfjsRuntime): Kernels['avgPool2d'] =>
  (x, geometry) => {
    if (sizeOf(geometry.outputShape) === 0) return t.zeros(geometry.outputShape, x.dtype);
    return t.compose(() => {
      const padded = padImages(t, x, geometry, 0);
      let total: DeviceArray | undefined;
      for (const place of kernelPlaces(geometry)) {
        const part = atPlace(t, padded, geometry, place);
        total = total ? t.run('Add', { a: total, b: part }) : part;
      }
      return t.run('Multiply', { a: total!, b: windowWeights(t, geometry) });
    });
  };

/** One over the number of elements that each window averages: `[1, OH, OW, 1]`. */
export function windowWeights(t: TfjsRuntime, geometry: PoolGeometry): DeviceArray {
  const [, height, width] = geometry.outputShape as [number, number, number];
  const weights = new Float32Array(height * width);
  const places = kernelPlaces(geometry);
  if (geometry.countPadding) weights.fill(places.length);
  else for (const place of places) imagePlaces(geometry, place).forEach((at, i) => at >= 0 && weights[i]!++);
  return t.write(
    weights.map((count) => 1 / count),
    [1, height, width, 1],
    'float32',
  );
}
