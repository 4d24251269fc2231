// internal
import { ArgumentError } from '@neurona/backend';
import { isTensor, noGrad, scoped, type Tensor } from '@neurona/tensor';

/** Overwrites a tensor in place, and returns it. */
export function overwrite(target: Tensor, values: () => Tensor): Tensor {
  if (!isTensor(target)) {
    throw new ArgumentError('initialisation', {
      expected: 'a tensor or parameter to overwrite',
      received: target,
      hint: 'Pass a parameter: initNormal(layer.weight).',
    });
  }
  scoped(() => noGrad(() => target.assign(values())));
  return target;
}
