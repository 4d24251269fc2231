// internal: TensorFlow's native library, by tfjs-node
import type { DeviceArray } from '@neurona/backend';
import {
  type DataId,
  engine,
  getKernel,
  type KernelBackend,
  type KernelFunc,
  Tensor,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { type NativeBackend, nativeKernels } from './native-kernels.js';
import { dataOf, type TfjsAttrs, type TfjsBuffer, type TfjsInputs, TfjsRuntime } from './runtime.js';

/** Whether a backend of tfjs is that of tfjs-node. */
export const isNative = (backend: KernelBackend): backend is NativeBackend =>
  'executeSingleOutput' in backend;

/**
 * Calls of tfjs-node's kernels. TensorFlow's tensors know their shapes, so that one is reshaped, which copies nothing, where it is used
 * under another; and its results are tensors that tfjs's engine counts, which are ours alone.
 */
export class NativeRuntime extends TfjsRuntime {
  constructor(
    name: string,
    override readonly tfjs: NativeBackend,
  ) {
    super(name, tfjs);
  }

  override infoOf(x: DeviceArray): TensorInfo {
    const shape = x.shape as number[];
    const held = dataOf(x);
    if (!isShape(this.tfjs.tensorMap.get(held).shape, shape)) {
      const inputs = { x: { dataId: held, shape, dtype: x.dtype } };
      const { kernelFunc } = getKernel('Reshape', this.name)!;
      const reshaped = kernelFunc({ inputs, attrs: { shape }, backend: this.tfjs }) as Tensor;
      (x.buffer as TfjsBuffer).dataId = this.release(reshaped);
      this.tfjs.disposeData(held);
    }
    return super.infoOf(x);
  }

  protected override call(kernel: string, inputs: TfjsInputs, attrs: TfjsAttrs): TensorInfo | TensorInfo[] {
    const results = super.call(kernel, inputs, attrs);
    for (const result of [results].flat()) if (result instanceof Tensor) this.release(result);
    return results;
  }

  protected override find(kernel: string): KernelFunc | undefined {
    return nativeKernels.get(kernel) ?? super.find(kernel);
  }

  /** Takes a tensor's data from tfjs's engine, which would free them at the end of a `tidy` around the call. */
  private release(tensor: Tensor): DataId {
    const { dataId } = tensor;
    this.tfjs.incRef(dataId);
    tensor.dispose();
    engine().removeDataId(dataId, engine().backend);
    return dataId;
  }
}

const isShape = (held: readonly number[], wanted: readonly number[]): boolean =>
  held.length === wanted.length && held.every((size, axis) => size === wanted[axis]);
