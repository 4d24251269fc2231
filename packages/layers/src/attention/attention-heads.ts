import { ArgumentError } from '@neurona/backend';
import { memoryScope } from '@neurona/tensor';
import { type AnyModule, Module } from '../module.js';
import type { AttentionHeads } from './multihead-attention.js';

/**
 * Queries, keys, values and attention weights of every head of a model, by the paths of the layers that attend: {@link MultiheadAttention},
 * and every module with a method `heads` that takes what its `forward` takes. It is what one draws to see where a model looks. The model runs
 * once as it is, so switch it to evaluation mode before; of a layer that is called several times, the first call counts.
 * @param model - A module with attention layers inside, or one itself.
 * @param inputs - What the model is called with.
 * @throws {@link ArgumentError} if the model calls no layer with heads.
 * @example
 * const encoder = new TransformerEncoder(8, 2, 3, { feedForwardDim: 16 });
 * const heads = attentionHeads(encoder.eval(), ones([1, 5, 8]), { causal: true });
 * Object.keys(heads); // => ['layers.0.selfAttn', 'layers.1.selfAttn', 'layers.2.selfAttn']
 * heads['layers.2.selfAttn'].weights.shape; // => [1, 2, 5, 5]
 */
export function attentionHeads<M extends AnyModule>(
  model: M,
  ...inputs: Parameters<M['forward']>
): Record<string, AttentionHeads> {
  if (!(model instanceof Module))
    throw new ArgumentError('attentionHeads', { expected: 'a module', received: model });
  using scope = memoryScope();
  const found: Record<string, AttentionHeads> = {};
  const stops = Array.from(model.namedModules(), ([path, module]) => {
    if (!hasHeads(module)) return () => {};
    return module.onForward((_, inputs: readonly unknown[]) => {
      if (Object.hasOwn(found, path)) return;
      const heads = module.heads(...inputs);
      for (const tensor of Object.values(heads)) scope.keep(tensor);
      found[path] = heads;
    });
  });
  try {
    model.forward(...inputs);
  } finally {
    for (const stop of stops) stop();
  }
  if (Object.keys(found).length > 0) return found;
  throw new ArgumentError('attentionHeads', {
    expected: 'a model that calls a MultiheadAttention, or another layer with heads',
    received: model.kind,
    hint: 'Layers that attend by themselves return their weights from their own calls.',
  });
}

/** A layer that says what its heads compute. */
interface HeadedLayer {
  heads(...inputs: readonly unknown[]): AttentionHeads;
}

const hasHeads = (module: AnyModule): module is AnyModule & HeadedLayer =>
  'heads' in module && typeof module.heads === 'function';
