// internal
import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { intoPlace, kernelPlaces } from '../windows.js';
import { windowWeights } from './avg-pool2d.js';
import { fill } from './fill.js';

/** `avgPool2dGrad`, composed: every position of the kernel gets its window's share. */
export const avgPool2dGrad =
  (t: TfjsRuntime): Kernels['avgPool2dGrad'] =>
  (grad, geometry) => {
    const { inputShape, outputShape } = geometry;
    if (sizeOf(outputShape) === 0 || sizeOf(inputShape) === 0) return fill(t)(inputShape, 0, grad.dtype);
    return t.compose(() => {
      const share = t.run('Multiply', { a: grad, b: windowWeights(t, geometry) });
      let total: DeviceArray | undefined;
      for (const place of kernelPlaces(geometry)) {
        const part = intoPlace(t, share, geometry, place);
        total = total ? t.run('Add', { a: total, b: part }) : part;
      }
      return total!;
    });
  };
