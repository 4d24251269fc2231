import {
  type Backend,
  BackendError,
  checkArgument,
  type DeviceArray,
  type KernelTable,
} from '@neurona/backend';
import { Storage } from '../memory/storage.js';
import { Tensor } from '../tensor.js';
import { isGradEnabled } from './grad-mode.js';
import { type Edge, GradNode } from './grad-node.js';
import { SavedTensor } from './saved-tensor.js';

/** Which inputs need a gradient, in their order. */
export type Needs = readonly boolean[];

/**
 * Result of an operation's forward pass: the output, and the tensors that the gradient needs, which may be inputs or the output.
 */
export interface Forward {
  readonly output: DeviceArray;
  readonly saved?: readonly DeviceArray[];
}

/** The same, for operations with several results. Only float32 results have gradients. */
export interface ForwardMany {
  readonly outputs: readonly DeviceArray[];
  readonly saved?: readonly DeviceArray[];
}

/** An operation: its value by kernels, and its derivative by operations, side by side. */
export interface OpDefinition<Inputs extends readonly Tensor[], Attrs> {
  /** The name that errors and graphs show. */
  readonly name: string;
  forward(kernels: KernelTable, inputs: Inputs, attrs: Attrs): Forward;
  /**
   * Gradients of the inputs from `grad`, that of the output. Written with operations, so that it can be differentiated again.
   * Where `needs` is false, undefined is enough. Without `backward` the operation has no gradient.
   */
  backward?(
    saved: readonly Tensor[],
    grad: Tensor,
    attrs: Attrs,
    needs: Needs,
  ): readonly (Tensor | undefined)[];
}

/** An operation with several results; `grads` is undefined for results that nothing depended on. */
export interface MultiOpDefinition<Inputs extends readonly Tensor[], Attrs> {
  readonly name: string;
  forward(kernels: KernelTable, inputs: Inputs, attrs: Attrs): ForwardMany;
  backward?(
    saved: readonly Tensor[],
    grads: readonly (Tensor | undefined)[],
    attrs: Attrs,
    needs: Needs,
  ): readonly (Tensor | undefined)[];
}

/** An operation that was defined: a function of its inputs and settings. */
export type Op<Inputs extends readonly Tensor[], Attrs> = (inputs: Inputs, attrs: Attrs) => Tensor;

/**
 * Turns an operation's definition into a function, which runs the kernels and, if an input requires a gradient, records the
 * operation.
 * @example
 * const cube = defineOp({
 *   name: 'cube',
 *   forward: (kernels, [x]) => ({ output: kernels.binary('mul', x, scoped(() => x.square())), saved: [x] }),
 *   backward: ([x], grad) => [grad.mul(x.square()).mul(3)],
 * });
 * const x = tensor(2, { requiresGrad: true });
 * cube([x], {}).backward();
 * await x.grad.item(); // => 12
 */
export function defineOp<const Inputs extends readonly Tensor[], Attrs>(
  definition: OpDefinition<Inputs, Attrs>,
): Op<Inputs, Attrs> {
  const { name, backward } = checkArgument('defineOp', 'definition', definition, 'record');
  return (inputs, attrs) => {
    const backend = sharedBackend(name, inputs);
    const { output, saved } = definition.forward(backend.kernels, inputs, attrs);
    const node =
      backward && recordsGradient(inputs) && output.dtype === 'float32'
        ? new GradNode(name, inputs.map(edgeTo), (saved, [grad], needs) =>
            backward(saved, grad!, attrs, needs),
          )
        : undefined;
    const tensor = new Tensor(new Storage(backend, output), output.shape, output.dtype, node);
    if (node) node.saved = save(saved ?? [], inputs, [output], [tensor], node, backend);
    else releaseExtras(saved, inputs, [output], backend);
    return tensor;
  };
}

/** As {@link defineOp}, for operations with several results. */
export function defineMultiOp<const Inputs extends readonly Tensor[], Attrs>(
  definition: MultiOpDefinition<Inputs, Attrs>,
): (inputs: Inputs, attrs: Attrs) => Tensor[] {
  const { name, backward } = checkArgument('defineMultiOp', 'definition', definition, 'record');
  return (inputs, attrs) => {
    const backend = sharedBackend(name, inputs);
    const { outputs, saved } = definition.forward(backend.kernels, inputs, attrs);
    const node =
      backward && recordsGradient(inputs)
        ? new GradNode(name, inputs.map(edgeTo), (saved, grads, needs) =>
            backward(saved, grads, attrs, needs),
          )
        : undefined;
    const tensors = outputs.map((output, i) => {
      const history = output.dtype === 'float32' ? node : undefined;
      return new Tensor(new Storage(backend, output), output.shape, output.dtype, history, i);
    });
    if (node) node.saved = save(saved ?? [], inputs, outputs, tensors, node, backend);
    else releaseExtras(saved, inputs, outputs, backend);
    return tensors;
  };
}

/** The backend of an operation's inputs. Throws a `BackendError` if they are on different ones. */
function sharedBackend(subject: string, inputs: readonly Tensor[]): Backend {
  const backend = inputs[0]!.backend;
  for (let i = 1; i < inputs.length; i++) {
    const other = inputs[i]!.backend;
    if (other !== backend) {
      throw new BackendError(subject, {
        expected: 'tensors of one backend',
        received:
          backend.name === other.name ? `two of ${backend.name}` : `${backend.name} and ${other.name}`,
        where: `input 0 has shape [${inputs[0]!.shape.join(', ')}], input ${i} has shape [${inputs[i]!.shape.join(', ')}]`,
        hint: 'Choose the backend once, before making tensors, or copy the values: tensor(await x.array()).',
      });
    }
  }
  return backend;
}

/** @internal Whether an operation on these inputs is recorded. */
export function recordsGradient(inputs: readonly Tensor[]): boolean {
  if (!isGradEnabled()) return false;
  for (let i = 0; i < inputs.length; i++) if (inputs[i]!.requiresGrad) return true;
  return false;
}

/** @internal Where the gradient of an input goes. */
export function edgeTo(input: Tensor): Edge | undefined {
  const node = input.gradTarget;
  return node && { node, output: input.output, shape: input.shape };
}

function save(
  saved: readonly DeviceArray[],
  inputs: readonly Tensor[],
  outputs: readonly DeviceArray[],
  tensors: readonly Tensor[],
  node: GradNode,
  backend: Backend,
): SavedTensor[] {
  return saved.map((item) => {
    const output = outputs.indexOf(item);
    if (output >= 0) return new SavedTensor(tensors[output]!, node);
    if (inputs.includes(item as Tensor)) return new SavedTensor(item as Tensor, node);
    // An extra array that only the gradient needs: only the node holds it.
    using extra = new Tensor(new Storage(backend, item), item.shape, item.dtype);
    return new SavedTensor(extra, node);
  });
}

function releaseExtras(
  saved: readonly DeviceArray[] | undefined,
  inputs: readonly Tensor[],
  outputs: readonly DeviceArray[],
  backend: Backend,
): void {
  if (!saved) return;
  for (const item of saved) {
    if (!outputs.includes(item) && !inputs.includes(item as Tensor)) backend.free(item);
  }
}
