import {
  ArgumentError,
  AutogradError,
  checkOptions,
  describeShape,
  type OptionTable,
  sameShape,
} from '@neurona/backend';
import { checkTensor, checkTensors, isTensor } from '../convert.js';
import { onesLike } from '../create.js';
import { memoryScope } from '../memory/scope.js';
import { add } from '../ops/elementwise/binary.js';
import { sumTo } from '../ops/shape/sum-to.js';
import { own, type Tensor } from '../tensor.js';
import { enableGrad, noGrad } from './grad-mode.js';
import type { GradNode } from './grad-node.js';

/** Settings of `backward`. */
export interface BackwardOptions {
  /** Keeps what was saved, so that backward can run again, default false (true with `createGraph`). */
  readonly retainGraph?: boolean;
  /** Records the backward pass itself, so that gradients can be differentiated again, default false. */
  readonly createGraph?: boolean;
  /**
   * Called when the gradient of a leaf is complete, while the gradients of earlier operations are still to come: to send it on
   * meanwhile. Leaves that are used inside of `checkpoint` come without a call.
   */
  readonly onGradient?: (leaf: Tensor) => void;
}

const graphOptions = { retainGraph: false, createGraph: false } as const;

const backwardOptions: OptionTable<BackwardOptions> = { ...graphOptions, onGradient: undefined };

/** Settings of {@link grad}. */
export interface GradOptions extends Omit<BackwardOptions, 'onGradient'> {
  /** Gradients of the outputs; default 1 for each output that is a single number. */
  readonly gradOutputs?: Tensor | readonly (Tensor | undefined)[];
  /** Whether an input that the outputs don't depend on is allowed, default false; its gradient is then undefined. */
  readonly allowUnused?: boolean;
}

const gradOptions: OptionTable<GradOptions> = {
  ...graphOptions,
  gradOutputs: undefined,
  allowUnused: false,
};

/**
 * Computes the gradients of an output and adds them to `grad` of every leaf that it depends on.
 *
 *     leaf.grad += (∂output / ∂leaf)ᵀ · gradient
 *
 * @param gradient - The gradient of the output, of its shape; default 1 for a single number. Options may come in its place.
 * @throws {@link AutogradError} if the output has no graph, or the graph was used up by an earlier call.
 * @throws {@link ArgumentError} if no gradient is given for an output of several values.
 * @example
 * const x = tensor(5, { requiresGrad: true });
 * x.pow(3).backward();
 * await x.grad.item(); // => 75
 */
export function backward(
  output: Tensor,
  gradient?: Tensor | BackwardOptions,
  options: BackwardOptions = {},
): void {
  const leftOut = gradient !== undefined && !isTensor(gradient);
  const settings = checkOptions('backward', leftOut ? gradient : options, backwardOptions);
  run('backward', [output], [leftOut ? undefined : gradient], undefined, settings);
}

/**
 * Gradients of outputs with respect to inputs, returned and not added to any leaf.
 *
 *     g_i = Σ_k (∂output_k / ∂input_i)ᵀ · gradOutput_k
 *
 * @throws {@link AutogradError} if an output has no graph, or does not depend on an input and `allowUnused` is off.
 * @example
 * const x = tensor(3, { requiresGrad: true });
 * const [first] = grad(x.pow(3), [x], { createGraph: true });
 * const [second] = grad(first, [x]);
 * [await first.item(), await second.item()]; // => [27, 18]
 */
export function grad<const Inputs extends readonly Tensor[]>(
  outputs: Tensor | readonly Tensor[],
  inputs: Inputs,
  options: GradOptions = {},
): { [K in keyof Inputs]: Tensor } {
  checkOptions('grad', options, gradOptions);
  checkTensors('grad', 'inputs', inputs);
  const roots = Array.isArray(outputs) ? (outputs as readonly Tensor[]) : [outputs as Tensor];
  const { gradOutputs } = options;
  const starts = Array.isArray(gradOutputs)
    ? (gradOutputs as readonly Tensor[])
    : [gradOutputs as Tensor | undefined];
  const results = run('grad', roots, starts, inputs, options);
  results.forEach((result, i) => {
    if (result || options.allowUnused) return;
    throw new AutogradError('grad', {
      expected: 'outputs that depend on every input',
      received: `input ${i}, which they don't depend on`,
      where: `shape ${describeShape(inputs[i]!.shape)}`,
      hint: 'Pass { allowUnused: true } to get undefined for it.',
    });
  });
  return results as unknown as { [K in keyof Inputs]: Tensor };
}

type Grads = (Tensor | undefined)[];

function run(
  subject: string,
  roots: readonly Tensor[],
  starts: readonly (Tensor | undefined)[],
  inputs: readonly Tensor[] | undefined,
  options: BackwardOptions,
): (Tensor | undefined)[] {
  const createGraph = options.createGraph ?? false;
  const retainGraph = options.retainGraph ?? createGraph;
  using scope = memoryScope();
  const pending = new Map<GradNode, Grads>();
  const mode = createGraph ? enableGrad : noGrad;
  return mode(() => {
    for (const [i, root] of roots.entries()) {
      const node = checkTensor(subject, root).gradTarget;
      if (!node) throw noGraph(subject, root);
      deliver(pending, node, root.output, startOf(subject, root, starts[i]));
    }
    const targets = inputs?.map((input) => ({ node: input.gradTarget, output: input.output }));
    const wanted = new Set(targets?.map(({ node }) => node));
    const order = reachable([...pending.keys()], targets && wanted);
    const results = new Map<GradNode, Grads>();
    for (const node of order) {
      const grads = pending.get(node);
      if (!grads) continue;
      pending.delete(node);
      if (wanted.has(node)) results.set(node, grads);
      else if (!targets && node.leaf) {
        accumulate(node.leaf, grads[0]!);
        options.onGradient?.(node.leaf);
      }
      if (!targets) node.retained?.forEach((reference, output) => keepGrad(reference.deref(), grads[output]));
      if (node.backward) propagate(subject, node, grads, pending, order);
      if (!retainGraph && node.backward) node.releaseSaved();
      if (!wanted.has(node) && !createGraph) for (const gradient of grads) gradient?.dispose();
    }
    return (targets ?? []).map(({ node, output }) => {
      const gradient = node && results.get(node)?.[output];
      return gradient && scope.keep(gradient.alias());
    });
  });
}

/** The nodes below the roots that lead to something wanted, later ones first; leaves right after the first operation that used them. */
function reachable(
  roots: readonly GradNode[],
  wanted: ReadonlySet<GradNode | undefined> | undefined,
): Set<GradNode> {
  const seen = new Set<GradNode>(roots);
  const times = new Map<GradNode, number>();
  for (const node of seen) {
    for (const edge of node.edges) {
      if (!edge) continue;
      seen.add(edge.node);
      if (edge.node.leaf) times.set(edge.node, Math.min(times.get(edge.node) ?? node.id, node.id - 0.5));
    }
  }
  const timeOf = (node: GradNode): number => times.get(node) ?? node.id;
  const earliestFirst = [...seen].sort((a, b) => timeOf(a) - timeOf(b));
  if (!wanted) return new Set(earliestFirst.reverse());
  const leading = new Set<GradNode>();
  for (const node of earliestFirst) {
    if (wanted.has(node) || node.edges.some((edge) => edge && leading.has(edge.node))) leading.add(node);
  }
  return new Set(earliestFirst.filter((node) => leading.has(node)).reverse());
}

function propagate(
  subject: string,
  node: GradNode,
  grads: Grads,
  pending: Map<GradNode, Grads>,
  order: ReadonlySet<GradNode>,
): void {
  const needs = node.edges.map((edge) => edge !== undefined && order.has(edge.node));
  if (!needs.includes(true)) return;
  if (!node.saved) {
    throw new AutogradError(subject, {
      expected: 'a graph that was not used yet',
      received: `one whose saved values are freed (${node.name})`,
      hint: 'Pass { retainGraph: true } to the first backward(), or run the forward pass again.',
    });
  }
  using scope = memoryScope();
  const saved = node.saved.map((item) => item.unpack(node.name));
  const results = node.backward!(saved, grads, needs);
  for (const [i, edge] of node.edges.entries()) {
    const gradient = results[i];
    if (!needs[i] || !gradient) continue;
    const { node: target, output, shape } = edge!;
    deliver(pending, target, output, sumTo(gradient, shape), (tensor) => scope.keep(tensor));
  }
}

function deliver(
  pending: Map<GradNode, Grads>,
  node: GradNode,
  output: number,
  gradient: Tensor,
  keep: (tensor: Tensor) => Tensor = (tensor) => tensor,
): void {
  const grads = pending.get(node) ?? [];
  pending.set(node, grads);
  const before = grads[output];
  grads[output] = keep(before ? add(before, gradient) : gradient.alias());
  if (before && !before.requiresGrad) before.dispose();
}

function accumulate(leaf: Tensor, gradient: Tensor): void {
  const before = leaf.grad;
  if (!before) leaf.grad = own(gradient.alias());
  else if (before.requiresGrad || gradient.requiresGrad) leaf.grad = own(add(before, gradient));
  // Whoever holds the gradient sees the sum, as in PyTorch.
  else before.takeOver(add(before, gradient));
}

function keepGrad(tensor: Tensor | undefined, gradient: Tensor | undefined): void {
  if (tensor && gradient) accumulate(tensor, gradient);
}

function startOf(subject: string, root: Tensor, gradient: Tensor | undefined): Tensor {
  if (!gradient) {
    if (root.size === 1) return onesLike(root);
    throw new ArgumentError(subject, {
      expected: 'a gradient for an output of more than one value',
      received: 'none',
      where: `the output has shape ${describeShape(root.shape)}`,
      hint: 'Reduce the output to a number, as with mean(), or pass a gradient of its shape.',
    });
  }
  if (sameShape(checkTensor(subject, gradient).shape, root.shape)) return gradient;
  throw new ArgumentError(subject, {
    expected: `a gradient of shape ${describeShape(root.shape)}`,
    received: describeShape(gradient.shape),
  });
}

function noGraph(subject: string, root: Tensor): AutogradError {
  return new AutogradError(subject, {
    expected: 'an output that was recorded',
    received: root.toString(),
    hint: 'Make an input with { requiresGrad: true }, or unfreeze() some of the model, and compute outside of noGrad().',
  });
}
