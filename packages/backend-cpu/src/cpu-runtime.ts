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

  override adopt(info: TensorInfo, inputs?: Parameters<TfjsRuntime['adopt']>[1]): DeviceArray {
    this.own(info);
    return super.adopt(info, inputs);
  }

  protected override duplicate(x: DeviceArray): TensorInfo {
    const dataId = this.tfjs.write(this.values(x).slice(), x.shape as number[], x.dtype);
    return { dataId, shape: x.shape as number[], dtype: x.dtype };
  }

  /** Some tfjs kernels return a window on their input's values, or plain arrays: results get values of their own. */
  private own(info: TensorInfo): void {
    const data = this.tfjs.data.get(info.dataId) as { values: unknown };
    const values = data.values as ArrayLike<number> & { byteLength?: number; buffer?: ArrayBuffer };
    const dtype = info.dtype as DType;
    const typed = dtype === 'float32' ? Float32Array : dtype === 'int32' ? Int32Array : Uint8Array;
    if (values instanceof typed && values.byteLength === values.buffer.byteLength) return;
    data.values = typed.from(values as ArrayLike<number>);
  }
}
