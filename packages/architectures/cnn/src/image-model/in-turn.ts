// internal
import { ReLU, Sequential, type SequentialItem } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/**
 * Calls modules one after the other, each with what the last one returned. As in a `Sequential`, a convolution does in evaluation what the norm
 * and the activation after it do; the modules stay fields of their own, by whose names state dictionaries go.
 */
export const inTurn = (x: Tensor, ...modules: readonly SequentialItem[]): Tensor =>
  new Sequential(...modules).forward(x);

/** The activation of blocks in which it has no name: it has no state. */
export const relu: ReLU = /* @__PURE__ */ new ReLU();
