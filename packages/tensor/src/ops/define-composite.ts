// internal
import { edgeTo, type Needs, recordsGradient } from '../autograd/define-op.js';
import { noGrad } from '../autograd/grad-mode.js';
import { GradNode } from '../autograd/grad-node.js';
import { SavedTensor } from '../autograd/saved-tensor.js';
import { type TensorLike, toTensor } from '../convert.js';
import { memoryScope } from '../memory/scope.js';
import { Tensor } from '../tensor.js';
import { cast } from './elementwise/cast.js';

/** An operation whose value is made of other operations, with a custom gradient: shorter, or more exact, than theirs. */
export interface CompositeDefinition<Inputs extends readonly Tensor[], Attrs> {
  /** The name that errors and graphs show. */
  readonly name: string;
  /** The value; it is not recorded, and its temporaries are freed. */
  value(inputs: Inputs, attrs: Attrs): Tensor;
  /** Gradients of the inputs, by operations that can be differentiated again. */
  backward(
    saved: CompositeValues<Inputs>,
    grad: Tensor,
    attrs: Attrs,
    needs: Needs,
  ): readonly (Tensor | undefined)[];
}

/** What the derivative of a composite starts from. */
export interface CompositeValues<Inputs extends readonly Tensor[]> {
  readonly inputs: Inputs;
  readonly output: Tensor;
}

/** Makes a function of a composite's definition. */
export function defineComposite<const Inputs extends readonly Tensor[], Attrs>(
  definition: CompositeDefinition<Inputs, Attrs>,
): (inputs: Inputs, attrs: Attrs) => Tensor {
  const { name } = definition;
  return (inputs, attrs) => {
    using scope = memoryScope();
    const value = noGrad(() => definition.value(inputs, attrs));
    const node = recordsGradient(inputs)
      ? new GradNode(name, inputs.map(edgeTo), (saved, [grad], needs) => {
          const values = { inputs: saved.slice(0, -1) as unknown as Inputs, output: saved.at(-1)! };
          return definition.backward(values, grad!, attrs, needs);
        })
      : undefined;
    const output = new Tensor(value.storage.retain(), value.shape, value.dtype, node);
    if (node) node.saved = [...inputs, output].map((tensor) => new SavedTensor(tensor, node));
    return scope.keep(output);
  };
}

/** The value and the derivative dy/dx of an element-wise function; the derivative is finite wherever the function is. */
export interface Elementwise<Attrs> {
  value(x: Tensor, attrs: Attrs): Tensor;
  slope(x: Tensor, y: Tensor, attrs: Attrs): Tensor;
}

/** Makes an element-wise float32 function of its value and derivative. */
export function elementwise<Attrs>(
  name: string,
  { value, slope }: Elementwise<Attrs>,
): (x: TensorLike, attrs: Attrs) => Tensor {
  const op = defineComposite<readonly [Tensor], Attrs>({
    name,
    value: ([x], attrs) => value(x, attrs),
    backward: ({ inputs: [x], output }, grad, attrs) => [grad.mul(slope(x, output, attrs))],
  });
  return (x, attrs) => op([cast(toTensor(name, x), 'float32')], attrs);
}
