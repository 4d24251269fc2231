// internal
import { AutogradError, type DType, type Shape } from '@neurona/backend';
import type { Storage } from '../memory/storage.js';
import { Tensor } from '../tensor.js';
import type { GradNode } from './grad-node.js';

/**
 * A value that a node keeps for its derivative. It holds the storage and the place in the graph, not the tensor: freeing the
 * tensor leaves it whole, and a node that saved its own output doesn't hold itself.
 */
export class SavedTensor {
  readonly #storage: Storage;
  readonly #shape: Shape;
  readonly #dtype: DType;
  readonly #leaf: Tensor | undefined;
  readonly #node: GradNode | undefined;
  readonly #output: number;
  readonly #version: number;
  readonly #isOwnOutput: boolean;

  constructor(tensor: Tensor, owner: GradNode) {
    this.#storage = tensor.storage.retain();
    this.#shape = tensor.shape;
    this.#dtype = tensor.dtype;
    this.#version = this.#storage.version;
    this.#leaf = tensor.isLeaf && tensor.requiresGrad ? tensor : undefined;
    this.#node = tensor.node;
    this.#output = tensor.output;
    this.#isOwnOutput = tensor.node === owner;
    if (!this.#isOwnOutput) this.#node?.retain();
  }

  /** The value as a tensor, at its place in the graph. */
  unpack(subject: string): Tensor {
    if (this.#storage.version !== this.#version) {
      throw new AutogradError(subject, {
        expected: 'saved values that are as they were in the forward pass',
        received: 'values changed in place since',
        where: `a tensor of shape [${this.#shape.join(', ')}]`,
        hint: 'Call backward() before optimizer.step(), or run the forward pass again.',
      });
    }
    if (this.#leaf && !this.#leaf.isDisposed) return this.#leaf;
    return new Tensor(this.#storage.retain(), this.#shape, this.#dtype, this.#node, this.#output);
  }

  release(): void {
    this.#storage.release();
    if (!this.#isOwnOutput) this.#node?.release();
  }
}
