import { describeShape } from '@neurona/backend';
import { checkTensor } from '../convert.js';
import type { Tensor } from '../tensor.js';
import type { GradNode } from './grad-node.js';

/** The operations behind a tensor, as boxes and arrows: what `graphDiagram` of `@neurona/plots` draws. */
export interface GradGraph {
  readonly nodes: readonly {
    readonly id: number;
    /** The operation's name, or the leaf's. */
    readonly label: string;
    /** The shape of a leaf, or of the result. */
    readonly detail: string;
    readonly kind: 'operation' | 'value';
  }[];
  /** From inputs to the results computed from them. */
  readonly edges: readonly { readonly from: number; readonly to: number }[];
}

/**
 * The recorded operations that lead to a tensor, and the leaves they start from. Constants are left out, as they get no gradient.
 * @param names - Names for leaves, as `Object.fromEntries(model.namedParameters())` returns them; others are called `leaf`.
 * @example
 * const x = tensor(5, { requiresGrad: true });
 * const { nodes, edges } = gradGraph(x.square().mul(x), { x });
 * [nodes.map((node) => node.label), edges.length]; // => [['x', 'square', 'mul'], 3]
 */
export function gradGraph(output: Tensor, names: Readonly<Record<string, Tensor>> = {}): GradGraph {
  const root = checkTensor('gradGraph', output).gradTarget;
  if (!root) return { nodes: [], edges: [] };
  const nameOf = new Map(Object.entries(names).map(([name, leaf]) => [leaf, name]));
  const shapes = new Map([[root.id, describeShape(output.shape)]]);
  const found = new Map<number, GradNode>();
  const edges: { from: number; to: number }[] = [];
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (found.has(node.id)) continue;
    found.set(node.id, node);
    for (const edge of node.edges) {
      if (!edge) continue;
      edges.push({ from: edge.node.id, to: node.id });
      if (!shapes.has(edge.node.id)) shapes.set(edge.node.id, describeShape(edge.shape));
      pending.push(edge.node);
    }
  }
  const nodes = [...found.values()]
    .sort((a, b) => (a.leaf && !b.leaf ? -1 : b.leaf && !a.leaf ? 1 : a.id - b.id))
    .map(({ id, name, leaf }) => ({
      id,
      label: leaf ? (nameOf.get(leaf) ?? 'leaf') : name,
      detail: shapes.get(id)!,
      kind: leaf ? ('value' as const) : ('operation' as const),
    }));
  return { nodes, edges };
}
