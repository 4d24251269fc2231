import { ArgumentError, type TypedArray } from '@neurona/backend';
import { checkTensor } from '../convert.js';
import type { Tensor } from '../tensor.js';

/**
 * Remembers the values that a tensor was made from, so that they can be read without waiting for the device: labels of a batch,
 * for example, which losses check. Views of the tensor share them.
 * @param values - Must not change while the tensor exists.
 * @returns the tensor.
 * @throws {@link ArgumentError} if it is no typed array of as many values.
 * @example
 * const values = Int32Array.of(2, 0, 1);
 * hostValues(noteHostValues(tensor(values), values).reshape([3, 1])); // => [2, 0, 1]
 */
export function noteHostValues(x: Tensor, values: TypedArray): Tensor {
  const { storage, size } = checkTensor('noteHostValues', x);
  if (!ArrayBuffer.isView(values) || (values as TypedArray).length !== size) {
    throw new ArgumentError('noteHostValues', {
      expected: `a typed array of the ${size} values that the tensor was made from`,
      received: values,
    });
  }
  storage.host = { values, version: storage.version };
  return x;
}

/**
 * The values of a tensor where they are known in JavaScript's memory, in row-major order; undefined where only the device has
 * them, and after they were changed in place.
 * @example
 * hostValues(tensor([1, 2]).mul(2)); // => undefined
 */
export function hostValues(x: Tensor): TypedArray | undefined {
  const { host, version } = checkTensor('hostValues', x).storage;
  return host?.version === version ? host.values : undefined;
}

/**
 * The values of a tensor where they can be read without waiting for the device: those of {@link hostValues}, and all on a device that shares
 * JavaScript's memory. Not a copy: they are valid until the next operation.
 * @example
 * knownValues(tensor([1, 2]).mul(2)); // => [2, 4]
 */
export const knownValues = (x: Tensor): TypedArray | undefined => hostValues(x) ?? x.backend.peek(x);
