// internal
import { noGrad, scoped, type Tensor } from '@neurona/tensor';

/** Overwrites a tensor in place, and returns it. */
export function overwrite(target: Tensor, values: () => Tensor): Tensor {
  scoped(() => noGrad(() => target.assign(values())));
  return target;
}
