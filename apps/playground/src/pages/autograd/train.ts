import { grad, relu, scoped, sigmoid, stack, type Tensor, tanh, tensor, zerosLike } from '@neurona/tensor';
import type { Trainer } from '../../worker/protocol.js';
import type { OperationName } from './operations.js';
import { isMisreading, type Plan, parse } from './parse.js';
import { type AutogradSettings, variableValue } from './settings.js';

/** What the page shows, node by node in the plan's order. */
export interface AutogradSnapshot {
  /** The settings that it was computed with. */
  readonly settings: AutogradSettings;
  readonly values: readonly number[];
  /** The output's derivative with respect to each node, by one backward pass; NaN where no gradient flows. */
  readonly gradients: readonly number[];
  /** Each operation's derivatives with respect to its inputs; NaN with respect to a number. */
  readonly locals: readonly (readonly number[])[];
}

type Run = (a: Tensor, b: Tensor) => Tensor;

/** Each operation in neurona. */
const runs: Readonly<Record<OperationName, Run>> = {
  add: (a, b) => a.add(b),
  sub: (a, b) => a.sub(b),
  mul: (a, b) => a.mul(b),
  div: (a, b) => a.div(b),
  pow: (a, b) => a.pow(b),
  neg: (a) => a.neg(),
  exp: (a) => a.exp(),
  log: (a) => a.log(),
  sqrt: (a) => a.sqrt(),
  sin: (a) => a.sin(),
  cos: (a) => a.cos(),
  tanh: (a) => tanh(a),
  sigmoid: (a) => sigmoid(a),
  relu: (a) => relu(a),
  max: (a, b) => a.maximum(b),
  min: (a, b) => a.minimum(b),
  detach: (a) => a.detach(),
};

/** Computes an expression forward and backward. */
export const createAutogradTrainer = (settings: AutogradSettings): AutogradTrainer =>
  new AutogradTrainer(settings);

/** The computation of the page: it has no steps. */
export class AutogradTrainer implements Trainer<AutogradSettings, AutogradSnapshot> {
  #settings: AutogradSettings;

  constructor(settings: AutogradSettings) {
    this.#settings = settings;
  }

  step(): boolean {
    return true;
  }

  update(settings: AutogradSettings): boolean {
    this.#settings = settings;
    return true;
  }

  async snapshot(): Promise<AutogradSnapshot> {
    const settings = this.#settings;
    const plan = parse(settings.e);
    if (isMisreading(plan)) return { settings, values: [], gradients: [], locals: [] };
    const all = scoped(() => compute(plan, settings));
    const data = Array.from(await all.data());
    all.dispose();
    const count = plan.nodes.length;
    let at = 2 * count;
    const locals = plan.nodes.map((node) => {
      const size = node.kind === 'operation' ? node.inputs.length : 0;
      at += size;
      return data.slice(at - size, at);
    });
    return { settings, values: data.slice(0, count), gradients: data.slice(count, 2 * count), locals };
  }

  dispose(): void {}
}

const none = Number.NaN;

/** Values of all nodes, the gradient of each, and the operations' own derivatives, one after the other. */
function compute({ nodes }: Plan, settings: AutogradSettings): Tensor {
  const values: Tensor[] = [];
  for (const node of nodes) {
    if (node.kind === 'variable')
      values.push(tensor(variableValue(settings, node.name), { requiresGrad: true }));
    else if (node.kind === 'number') values.push(tensor(node.value));
    else values.push(runs[node.name](values[node.inputs[0]!]!, values[node.inputs[1] ?? node.inputs[0]!]!));
  }
  const gradients = gradientsOf(values.at(-1)!, values);
  const locals = nodes.flatMap((node) => {
    if (node.kind !== 'operation') return [];
    const inputs = node.inputs.map((i) => {
      const input = values[i]!.detach();
      input.requiresGrad = nodes[i]!.kind !== 'number';
      return input;
    });
    const found = gradientsOf(runs[node.name](inputs[0]!, inputs.at(-1)!), inputs);
    return found.map((local, i) =>
      local === undefined && inputs[i]!.requiresGrad ? zerosLike(inputs[i]!) : local,
    );
  });
  return stack([...values, ...gradients, ...locals].map((value) => value?.detach() ?? tensor(none)));
}

/** Gradients of those inputs that the output depends on. */
function gradientsOf(output: Tensor, inputs: readonly Tensor[]): (Tensor | undefined)[] {
  const asked = inputs.filter((input) => input.requiresGrad);
  if (!output.requiresGrad) return inputs.map(() => undefined);
  const found: readonly (Tensor | undefined)[] = grad(output, asked, { allowUnused: true });
  return inputs.map((input) => found[asked.indexOf(input)]);
}
