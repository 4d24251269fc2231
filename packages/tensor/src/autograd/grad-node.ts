// internal
import type { Shape } from '@neurona/backend';
import { sharedState } from '../shared-state.js';
import type { Tensor } from '../tensor.js';
import type { SavedTensor } from './saved-tensor.js';

/** One output of a node: where a gradient goes. */
export interface Edge {
  readonly node: GradNode;
  readonly output: number;
  /** The gradient's shape: axes that the operation broadcast are summed. */
  readonly shape: Shape;
}

/** Computes the gradients of a node's inputs from those of its outputs. */
export type NodeBackward = (
  saved: readonly Tensor[],
  grads: readonly (Tensor | undefined)[],
  needs: readonly boolean[],
) => readonly (Tensor | undefined)[];

/** An operation that was recorded, or a leaf. Held by the tensors it made and by the nodes that used them. */
export class GradNode {
  /** Counts up: an operation's id is greater than those of its inputs. */
  readonly id = sharedState.nextNodeId++;
  /** What was saved for the gradient; undefined once it was used. */
  saved: readonly SavedTensor[] | undefined = [];
  /** The leaf whose gradient ends here. */
  leaf: Tensor | undefined;
  /** Outputs whose gradient is kept, by `retainGrad`. */
  retained: Map<number, WeakRef<Tensor>> | undefined;
  #holders = 0;

  constructor(
    readonly name: string,
    readonly edges: readonly (Edge | undefined)[],
    readonly backward: NodeBackward | undefined,
  ) {
    for (const edge of edges) edge?.node.retain();
  }

  retain(): this {
    this.#holders++;
    return this;
  }

  /** Releases the node. The last release frees what was saved, and releases the inputs. */
  release(): void {
    const pending: GradNode[] = [this];
    for (let node = pending.pop(); node; node = pending.pop()) {
      if (--node.#holders > 0 || node.leaf) continue;
      node.releaseSaved();
      for (const edge of node.edges) if (edge) pending.push(edge.node);
    }
  }

  /** Frees what was saved: the gradient can't be computed again. */
  releaseSaved(): void {
    if (!this.saved) return;
    for (const item of this.saved) item.release();
    this.saved = undefined;
  }
}
