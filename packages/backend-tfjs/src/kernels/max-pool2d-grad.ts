// internal
import { type DeviceArray, type Kernels, sizeOf } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { imagePlaces, intoPlace, kernelPlaces } from '../windows.js';
import { fill } from './fill.js';

/** `maxPool2dGrad`, composed: each position of the kernel passes on what was largest there. */
export const maxPool2dGrad =
  (t: TfjsRuntime): Kernels['maxPool2dGrad'] =>
  (grad, indices, geometry) => {
    const { inputShape, outputShape } = geometry;
    if (sizeOf(outputShape) === 0 || sizeOf(inputShape) === 0) return fill(t)(inputShape, 0, grad.dtype);
    return t.compose(() => {
      let total: DeviceArray | undefined;
      for (const place of kernelPlaces(geometry)) {
        const places = t.write(
          imagePlaces(geometry, place),
          [1, outputShape[1]!, outputShape[2]!, 1],
          'int32',
        );
        const chosen = t.run('Cast', { x: t.run('Equal', { a: indices, b: places }) }, { dtype: 'float32' });
        const part = intoPlace(t, t.run('Multiply', { a: grad, b: chosen }), geometry, place);
        total = total ? t.run('Add', { a: total, b: part }) : part;
      }
      return total!;
    });
  };
