import { checkArgument } from '@neurona/backend';
import { checkTensor, checkTensors } from '../convert.js';
import { memoryScope } from '../memory/scope.js';
import { Tensor } from '../tensor.js';
import { backward } from './backward.js';
import { edgeTo } from './define-op.js';
import { enableGrad, isGradEnabled, noGrad } from './grad-mode.js';
import { type Edge, GradNode } from './grad-node.js';
import { SavedTensor } from './saved-tensor.js';

/**
 * Gradient checkpointing: runs a function without storing its intermediate results, which the backward pass computes again.
 * Saves memory for about a third more time. Parameters that the function uses get gradients too. The function must return the
 * same result each time. What it does besides happens twice: the running statistics of a batch norm move in both passes. First
 * derivatives only.
 * @example
 * const x = tensor([1, 2], { requiresGrad: true });
 * checkpoint((v) => v.square().exp().sum(), x).backward();
 * await x.grad.data(); // => [5.4366, 218.3926]
 * @see Chen et al., "Training Deep Nets with Sublinear Memory Cost", 2016, arXiv:1604.06174
 */
export function checkpoint<Inputs extends readonly Tensor[]>(
  fn: (...inputs: Inputs) => Tensor,
  ...inputs: Inputs
): Tensor {
  checkArgument('checkpoint', 'fn', fn, 'function');
  checkTensors('checkpoint', 'inputs', inputs);
  if (!isGradEnabled()) return fn(...inputs);
  using scope = memoryScope();
  const value = noGrad(() => fn(...inputs));
  // An input that isn't there: parameters that the function uses may require gradients where no input does.
  const besides: Edge = { node: new GradNode('besides', [], undefined), output: 0, shape: [] };
  const node = new GradNode('checkpoint', [...inputs.map(edgeTo), besides], (saved, [grad]) => {
    const leaves = saved.map((input) => {
      const leaf = input.detach();
      if (input.requiresGrad) leaf.requiresGrad = true;
      return leaf;
    });
    const output = enableGrad(() => fn(...(leaves as unknown as Inputs)));
    if (output.requiresGrad) backward(output, grad);
    return leaves.map((leaf) => leaf.grad?.alias());
  });
  const result = new Tensor(
    checkTensor('checkpoint', value).storage.retain(),
    value.shape,
    value.dtype,
    node,
  );
  node.saved = inputs.map((input) => new SavedTensor(input, node));
  return scope.keep(result);
}
