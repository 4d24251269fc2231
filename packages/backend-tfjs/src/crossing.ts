import { ArgumentError, BackendError, currentBackend, type DType } from '@neurona/backend';
import { deviceTensor, isTensor, type Tensor } from '@neurona/tensor';
import { engine, type Tensor as TfjsTensor } from '@tensorflow/tfjs-core';
import { TfjsBackend } from './tfjs-backend.js';

/**
 * A tensor of TensorFlow.js as a tensor of neurona, without a copy: both hold the same memory, which is freed when both have let it
 * go. Neurona doesn't record what TensorFlow.js did: the result is a leaf.
 * @param x - float32, int32 or bool, on the backend that {@link tfjs} gave to `useBackend`.
 * @throws {@link BackendError} if the current backend is not the one that holds `x`; {@link ArgumentError} if its dtype is another.
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * import { setBackend, tensor1d } from '@tensorflow/tfjs-core';
 * await setBackend('cpu');
 * await useBackend(tfjs());
 * const x = fromTfjs(tensor1d([1, 2, 3]));
 * await x.mul(2).data(); // => [2, 4, 6]
 */
export function fromTfjs(x: TfjsTensor): Tensor {
  const backend = currentBackend();
  if (!(backend instanceof TfjsBackend) || backend.runtime.tfjs.refCount(x.dataId) === 0) {
    throw new BackendError('fromTfjs', {
      expected: 'a tensor on the current backend',
      received: `${backend.name}, and a tensor that is elsewhere`,
      hint: 'Call await useBackend(tfjs()) first, or copy it: tensor(await x.data(), { shape: x.shape }).',
    });
  }
  if (!dtypes.has(x.dtype)) {
    throw new ArgumentError('fromTfjs', {
      expected: 'a tensor of float32, int32 or bool',
      received: x.dtype,
    });
  }
  return deviceTensor(backend.runtime.share(x), backend);
}

const dtypes: ReadonlySet<string> = new Set<DType>(['float32', 'int32', 'bool']);

/**
 * A tensor of neurona as a tensor of TensorFlow.js, without a copy: both hold the same memory, which is freed when both have let it
 * go. TensorFlow.js doesn't record what neurona did. A parameter that neurona updates later keeps its former values there.
 * @param x - On a backend that {@link tfjs} made.
 * @throws {@link BackendError} if it is on another backend.
 * @example
 * import '@tensorflow/tfjs-backend-cpu';
 * await useBackend(tfjs('cpu'));
 * const y = toTfjs(tensor([[1, 2]]));
 * [y.shape, y.arraySync()]; // => [[1, 2], [[1, 2]]]
 */
export function toTfjs(x: Tensor): TfjsTensor {
  if (!isTensor(x)) throw new ArgumentError('toTfjs', { expected: 'a tensor', received: x });
  const { backend } = x;
  if (!(backend instanceof TfjsBackend)) {
    throw new BackendError('toTfjs', {
      expected: 'a tensor on a backend of TensorFlow.js',
      received: backend.name,
      hint: 'Make it after await useBackend(tfjs()), or copy it: tf.tensor(await x.data(), x.shape, x.dtype).',
    });
  }
  const { tfjs } = backend.runtime;
  const { dataId } = backend.runtime.infoOf(x);
  tfjs.incRef(dataId);
  return engine().makeTensorFromDataId(dataId, [...x.shape], x.dtype, tfjs);
}
