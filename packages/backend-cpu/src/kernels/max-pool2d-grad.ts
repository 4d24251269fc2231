// internal
import type { Kernels } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** `maxPool2dGrad`: each gradient is added where its maximum was. */
export const maxPool2dGrad =
  (t: CpuRuntime): Kernels['maxPool2dGrad'] =>
  (grad, indices, { inputShape, outputShape }) => {
    const [dy, places] = [t.values(grad), t.values(indices)];
    const { array, values } = t.make(inputShape, 'float32');
    const [count, height, width, channels] = inputShape as [number, number, number, number];
    const windows = outputShape[1]! * outputShape[2]!;
    for (let n = 0, at = 0; n < count; n++) {
      for (let window = 0; window < windows; window++) {
        for (let c = 0; c < channels; c++, at++) {
          values[(n * height * width + places[at]!) * channels + c]! += dy[at]!;
        }
      }
    }
    return array;
  };
