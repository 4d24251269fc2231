import { AutogradError, checkArgument, describeShape, sameShape } from '@neurona/backend';
import { memoryScope } from '../memory/scope.js';
import { Tensor } from '../tensor.js';
import { edgeTo, type Needs, recordsGradient } from './define-op.js';
import { noGrad } from './grad-mode.js';
import { GradNode } from './grad-node.js';
import { SavedTensor } from './saved-tensor.js';

/** A function with a custom gradient, both written with operations. */
export interface CustomFunction<Inputs extends readonly Tensor[]> {
  /** The name that errors and graphs show. */
  readonly name: string;
  /** Returns the value and what `backward` needs. Not recorded. */
  forward(...inputs: Inputs): { readonly output: Tensor; readonly saved?: readonly Tensor[] };
  /** Gradients of the inputs; undefined for those without. */
  backward(saved: readonly Tensor[], grad: Tensor, needs: Needs): readonly (Tensor | undefined)[];
}

/**
 * Makes a function of tensors with a custom gradient: for functions without a derivative, with an unstable one, or with another
 * on purpose.
 * @throws {@link AutogradError} in `backward`, if a gradient's shape differs from its input's.
 * @example
 * const clipGradient = defineFunction({
 *   name: 'clipGradient',
 *   forward: (x) => ({ output: x }),
 *   backward: (saved, grad) => [grad.maximum(-1).minimum(1)],
 * });
 * const x = tensor(3, { requiresGrad: true });
 * clipGradient(x).mul(100).backward();
 * await x.grad.item(); // => 1
 */
export function defineFunction<Inputs extends readonly Tensor[]>(
  definition: CustomFunction<Inputs>,
): (...inputs: Inputs) => Tensor {
  const { name } = checkArgument('defineFunction', 'definition', definition, 'record');
  return (...inputs) => {
    using scope = memoryScope();
    const { output, saved = [] } = noGrad(() => definition.forward(...inputs));
    const shapes = inputs.map((input) => input.shape);
    const node = recordsGradient(inputs)
      ? new GradNode(name, inputs.map(edgeTo), (values, [grad], needs) => {
          const grads = definition.backward(values, grad!, needs);
          checkCount(name, grads, shapes.length);
          for (const [i, shape] of shapes.entries()) checkGradient(name, i, grads[i], shape);
          return grads;
        })
      : undefined;
    const result = new Tensor(output.storage.retain(), output.shape, output.dtype, node);
    if (node) node.saved = saved.map((item) => new SavedTensor(item === output ? result : item, node));
    return scope.keep(result);
  };
}

function checkCount(name: string, grads: readonly (Tensor | undefined)[], count: number): void {
  if (Array.isArray(grads) && grads.length === count) return;
  throw new AutogradError(name, {
    expected: `backward to return an array of ${count} gradients, one for each input`,
    received: Array.isArray(grads) ? `an array of ${grads.length}` : grads,
  });
}

function checkGradient(name: string, i: number, grad: Tensor | undefined, shape: readonly number[]): void {
  if (!grad || sameShape(grad.shape, shape)) return;
  throw new AutogradError(name, {
    expected: `a gradient of shape ${describeShape(shape)} for input ${i}`,
    received: describeShape(grad.shape),
  });
}
