import {
  ArgumentError,
  AutogradError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  sameShape,
} from '@neurona/backend';
import { checkTensor, checkTensors } from '../convert.js';
import { zerosLike } from '../create.js';
import { scoped } from '../memory/scope.js';
import { sliceAxis } from '../ops/indexing/box.js';
import { concat } from '../ops/shape/concat.js';
import { reshape } from '../ops/shape/reshape.js';
import type { Tensor } from '../tensor.js';
import { grad } from './backward.js';
import { enableGrad } from './grad-mode.js';

/** A function from tensors to one tensor. */
export type TensorFunction = (...inputs: Tensor[]) => Tensor;

/**
 * Copies of the inputs that record, apart from the caller's graph; with `createGraph` they are part of it.
 * @throws {@link ArgumentError} if the function or an input is none.
 */
function recorded(subject: string, fn: unknown, inputs: readonly Tensor[], createGraph: boolean): Tensor[] {
  checkArgument(subject, 'fn', fn, 'function');
  return checkTensors(subject, 'inputs', inputs).map((input) => {
    if (createGraph && input.requiresGrad) return input;
    const leaf = input.detach();
    leaf.requiresGrad = true;
    return leaf;
  });
}

const vjpOptions: OptionTable<{ readonly createGraph?: boolean }> = { createGraph: false };

/**
 * Value of a function, and its vector-Jacobian product: what backpropagation computes.
 *
 *     y = f(x)        g_i = (∂y / ∂x_i)ᵀ · cotangent
 *
 * @param cotangent - Of the output's shape; 1 if the output is a single number and none is given.
 * @throws {@link ShapeError} if the cotangent doesn't fit.
 * @example
 * const { grads } = vjp((x) => x.square(), [tensor([1, 2])], tensor([1, 10]));
 * await grads[0].data(); // => [2, 40]
 */
export function vjp(
  fn: TensorFunction,
  inputs: readonly Tensor[],
  cotangent?: Tensor,
  options: { readonly createGraph?: boolean } = {},
): { output: Tensor; grads: Tensor[] } {
  const { createGraph = false } = checkOptions('vjp', options, vjpOptions);
  return scoped(() => {
    const leaves = recorded('vjp', fn, inputs, createGraph);
    const output = enableGrad(() => fn(...leaves));
    const found = grad(output, leaves, {
      createGraph,
      allowUnused: true,
      ...(cotangent && { gradOutputs: cotangent }),
    });
    const grads = leaves.map((leaf, i) => (found[i] as Tensor | undefined) ?? zerosLike(leaf));
    return { output: createGraph ? output : output.detach(), grads };
  });
}

/**
 * Value of a function, and its Jacobian-vector product: the directional derivative. Computed by differentiating the
 * vector-Jacobian product, which is linear in the cotangent.
 *
 *     y = f(x)        t = Σ_i (∂y / ∂x_i) · tangent_i
 *
 * @throws {@link ArgumentError} if a tangent is missing or of another shape.
 * @example
 * const { tangent } = jvp((x) => x.square(), [tensor([1, 2])], [tensor([1, 10])]);
 * await tangent.data(); // => [2, 40]
 */
export function jvp(
  fn: TensorFunction,
  inputs: readonly Tensor[],
  tangents: readonly Tensor[],
): { output: Tensor; tangent: Tensor } {
  checkTensors('jvp', 'inputs', inputs);
  checkTensors('jvp', 'tangents', tangents);
  if (tangents.length !== inputs.length || !tangents.every((t, i) => sameShape(t.shape, inputs[i]!.shape))) {
    throw new ArgumentError('jvp', {
      expected: `tangents of shapes ${inputs.map((input) => describeShape(input.shape)).join(', ')}`,
      received: tangents.map((tangent) => describeShape(tangent.shape)).join(', ') || 'none',
    });
  }
  return scoped(() => {
    const leaves = recorded('jvp', fn, inputs, false);
    const output = enableGrad(() => fn(...leaves));
    const cotangent = zerosLike(output, { requiresGrad: true });
    const found = grad(output, leaves, { gradOutputs: cotangent, createGraph: true, allowUnused: true });
    const used = leaves.map((_, i) => i).filter((i) => (found[i] as Tensor | undefined)?.requiresGrad);
    const [tangent] =
      used.length === 0
        ? [zerosLike(output)]
        : grad(
            used.map((i) => found[i]!),
            [cotangent],
            { gradOutputs: used.map((i) => tangents[i]!), allowUnused: true },
          );
    return { output: output.detach(), tangent: (tangent as Tensor | undefined) ?? zerosLike(output) };
  });
}

/**
 * The Jacobian of a function of one tensor: all its first derivatives. Takes one backward pass for each output value.
 *
 *     J[i, j] = ∂y_i / ∂x_j
 *
 * Shape: x `[...X]`, f(x) `[...Y]` → `[...Y, ...X]`.
 * @example
 * await jacobian((x) => x.square(), tensor([1, 2])).array(); // => [[2, 0], [0, 4]]
 */
export function jacobian(
  fn: (x: Tensor) => Tensor,
  x: Tensor,
  options: { readonly createGraph?: boolean } = {},
): Tensor {
  const { createGraph = false } = checkOptions('jacobian', options, vjpOptions);
  return scoped(() => {
    const [leaf] = recorded('jacobian', fn, [checkTensor('jacobian', x)], createGraph) as [Tensor];
    const output = enableGrad(() => fn(leaf));
    const flat = reshape(output, [output.size]);
    const rows = Array.from({ length: output.size }, (_, i) => {
      if (!flat.requiresGrad) return zerosLike(leaf).reshape([1, leaf.size]);
      const one = sliceAxis(flat, 0, i, 1);
      const [row] = grad(one, [leaf], { createGraph, retainGraph: true, allowUnused: true });
      return ((row as Tensor | undefined) ?? zerosLike(leaf)).reshape([1, leaf.size]);
    });
    return reshape(concat(rows, { axis: 0 }), [...output.shape, ...leaf.shape]);
  });
}

/**
 * The Hessian of a function of one tensor that returns a single number: all its second derivatives.
 *
 *     H[i, j] = ∂²y / ∂x_i ∂x_j
 *
 * Shape: x `[...X]`, f(x) `[]` → `[...X, ...X]`.
 * @throws {@link AutogradError} if f(x) is not a single number.
 * @example
 * await hessian((x) => x.pow(3).sum(), tensor([1, 2])).array(); // => [[6, 0], [0, 12]]
 */
export function hessian(fn: (x: Tensor) => Tensor, x: Tensor): Tensor {
  checkArgument('hessian', 'fn', fn, 'function');
  checkTensor('hessian', x);
  return jacobian((leaf) => {
    const output = fn(leaf);
    if (output.size !== 1) {
      throw new AutogradError('hessian', {
        expected: 'a function that returns one number',
        received: `one that returns shape ${describeShape(output.shape)}`,
        hint: 'Use jacobian of a gradient, or reduce the output with sum().',
      });
    }
    if (!output.requiresGrad) return zerosLike(leaf);
    const [first] = grad(output, [leaf], { createGraph: true, allowUnused: true });
    return (first as Tensor | undefined) ?? zerosLike(leaf);
  }, x);
}
