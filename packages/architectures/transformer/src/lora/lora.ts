import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { type AnyModule, checkModule } from '@neurona/layers';
import { adaptersOf, baseLayers } from './adapters.js';
import { isConvolution, LoRALayer } from './lora-layer.js';

/** Settings of {@link lora}. */
export interface LoRAOptions {
  /** Rank of the maps that are learned, default 8. */
  readonly rank?: number;
  /** What they add is multiplied by `alpha / rank`, default `2 · rank`. */
  readonly alpha?: number;
  /**
   * Which linear maps and convolutions get an adapter: ends of their paths as published keys have them, or an expression for whole paths. Default the
   * queries and values: `q_proj` and `v_proj`, `c_attn`, or `query` and `value`.
   */
  readonly targets?: readonly string[] | RegExp | undefined;
  /** Probability with which an input of an adapter is dropped in training, default 0. */
  readonly dropout?: number;
}

const loraOptions: OptionTable<LoRAOptions> = { rank: 8, alpha: 16, targets: [], dropout: 0 };

/** Queries and values, by the names that models have for them. */
const defaultTargets: readonly string[] = ['q_proj', 'v_proj', 'c_attn', 'query', 'value'];

/**
 * Gives linear maps and convolutions of a model adapters of low rank, and freezes everything else: what is trained then is a small part
 * of the weights. Maps that `quantize` of `@neurona/layers` rounded take them too (QLoRA). A convolution (`Conv1d`, `Conv2d`) gets one to
 * `rank` channels with its own kernel, strides and padding, and behind it one of 1 × 1.
 *
 *     y = x · W + (alpha / rank) · x · A · B        A [in, rank] and B [rank, out] are learned; B begins as zeros
 *
 * @param model - Is changed in place: a target `q_proj` becomes `q_proj.baseLayer` with `lora_A` and `lora_B` beside it.
 * @param options - `rank` (8), `alpha` (2 · rank), `targets` (queries and values), `dropout` (0).
 * @returns the model.
 * @throws {@link ArgumentError} if nothing is a target, the message lists what there is; if a target is a convolution in groups, the model
 * has adapters already, or a setting is out of range.
 * @example
 * const model = lora(gpt2('gpt2', { vocabSize: 9, contextLength: 8, embedDim: 12, numLayers: 1 }), { rank: 2, targets: ['c_attn', 'c_fc'] });
 * model.parameters().filter(({ requiresGrad }) => requiresGrad).length; // => 4
 * @see Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021, arXiv:2106.09685
 */
export function lora<Model extends AnyModule>(model: Model, options: LoRAOptions = {}): Model {
  checkModule('lora', model);
  const {
    rank = 8,
    alpha = 2 * rank,
    targets = defaultTargets,
    dropout = 0,
  } = checkOptions('lora', options, loraOptions);
  checkCount('lora', 'rank', rank);
  if (!(alpha > 0 && Number.isFinite(alpha)))
    throw new ArgumentError('lora', { expected: 'alpha over 0', received: alpha });
  if (adaptersOf(model).length > 0) {
    throw new ArgumentError('lora', {
      expected: 'a model without adapters',
      received: 'one that has them',
      hint: 'Add them to its weights first: mergeLora(model).',
    });
  }
  const layers = baseLayers(model);
  const chosen = layers.filter(({ path }) => isTarget(path, targets));
  if (chosen.length === 0) {
    const names = new Set(layers.map(({ path }) => path.split('.').at(-1)!));
    throw new ArgumentError('lora', {
      expected: `targets among the linear maps and convolutions ${[...names].join(', ')}`,
      received: targets,
    });
  }
  const grouped = chosen.find(({ part }) => isConvolution(part) && (part.options.groups ?? 1) > 1);
  if (grouped) {
    throw new ArgumentError('lora', {
      expected: 'targets without groups',
      received: `${grouped.path}, a convolution in groups`,
      hint: 'A map of low rank mixes all channels, as those of a group do not: leave it out of the targets.',
    });
  }
  model.freeze();
  const settings = { rank, scale: alpha / rank, dropout };
  for (const { part, holder, field } of chosen) holder[field] = new LoRALayer(part, settings);
  return model;
}

const isTarget = (path: string, targets: readonly string[] | RegExp): boolean =>
  targets instanceof RegExp
    ? path.search(targets) >= 0
    : targets.some((target) => path === target || path.endsWith(`.${target}`));

/**
 * Adds the adapters of a model to its weights, and takes them out: it computes the same as before, as fast as without them. The weights
 * can be learned again afterwards.
 * @returns the model.
 * @throws {@link ArgumentError} if the model has no adapters, or they are on quantised weights.
 * @example
 * const model = lora(gpt2('gpt2', { vocabSize: 9, contextLength: 8, embedDim: 12, numLayers: 1 }), { rank: 2 });
 * mergeLora(model).parameters().every(({ requiresGrad }) => requiresGrad); // => true
 */
export function mergeLora<Model extends AnyModule>(model: Model): Model {
  checkModule('mergeLora', model);
  const adapters = adaptersOf(model);
  if (adapters.length === 0) {
    throw new ArgumentError('mergeLora', {
      expected: 'a model with adapters',
      received: 'one without',
      hint: 'lora and loadLora give it some.',
    });
  }
  for (const { part, holder, field } of adapters) {
    part.merge();
    holder[field] = part.baseLayer;
    part.lora_A.dispose();
    part.lora_B.dispose();
  }
  return model.unfreeze();
}
