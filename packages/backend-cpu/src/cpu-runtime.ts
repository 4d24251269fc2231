// internal
import {
  type DeviceArray,
  type DType,
  type DTypeArrays,
  type Shape,
  sizeOf,
  typedArray,
} from '@neurona/backend';
import { TfjsRuntime } from '@neurona/backend-tfjs';
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';

/** tfjs's JavaScript backend, whose arrays are typed arrays within reach. */
export class CpuRuntime extends TfjsRuntime<MathBackendCPU> {
  constructor(tfjs: MathBackendCPU) {
    (tfjs as unknown as { firstUse: boolean }).firstUse = false; // no banner
    super('cpu', tfjs);
  }

  /** The values of an array, not a copy. */
  values<D extends DType>(x: DeviceArray & { readonly dtype: D }): DTypeArrays[D];
  values(x: DeviceArray): DTypeArrays[DType];
  values(x: DeviceArray): DTypeArrays[DType] {
    return this.tfjs.data.get(x.buffer as TensorInfo['dataId']).values as DTypeArrays[DType];
  }

  /** A new array and its values, all zero, to be filled in. */
  make<D extends DType>(shape: Shape, dtype: D): { array: DeviceArray; values: DTypeArrays[D] } {
    const values = typedArray(dtype, sizeOf(shape));
    return { array: this.write(values, shape, dtype), values };
  }

  protected override duplicate(x: DeviceArray): TensorInfo {
    const dataId = this.tfjs.write(this.values(x).slice(), x.shape as number[], x.dtype);
    return { dataId, shape: x.shape as number[], dtype: x.dtype };
  }
}
