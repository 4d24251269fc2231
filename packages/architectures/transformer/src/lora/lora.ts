import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { type AnyModule, checkModule } from '@neurona/layers';
import { adaptersOf, addAdapters, checkNone, releaseWholes } from './adapters.js';
import { namedWholes, targetsOf } from './targets.js';

/** Settings of {@link lora}. */
export interface LoRAOptions {
  /** Rank of the maps that are learned, default 8. */
  readonly rank?: number;
  /** What they add is multiplied by `alpha / rank`, default `2 · rank`. */
  readonly alpha?: number;
  /**
   * Which linear maps and convolutions get an adapter: ends of their paths as published keys have them, an expression for whole paths, or
   * `all-linear` for all linear maps but the head. Default the queries and values, `q_proj` and `v_proj`, `c_attn`, or `query` and `value`;
   * of models that have them in one weight, as `ViT` and `Seq2SeqTransformer`, the feed-forward maps.
   */
  readonly targets?: readonly string[] | RegExp | 'all-linear' | undefined;
  /** Ends of the paths of modules that are learned whole, and saved with the adapters, as a new head `classifier`; default none. */
  readonly modulesToSave?: readonly string[] | undefined;
  /** Probability with which an input of an adapter is dropped in training, default 0; less than 1. */
  readonly dropout?: number;
}

const loraOptions: OptionTable<LoRAOptions> = {
  rank: 8,
  alpha: 16,
  targets: [],
  modulesToSave: [],
  dropout: 0,
};

/**
 * Gives linear maps and convolutions of a model adapters of low rank, and freezes everything else but `modulesToSave`: what is trained then is a small part
 * of the weights. Maps that `quantize` of `@neurona/layers` rounded take them too (QLoRA). A convolution (`Conv1d`, `Conv2d`) gets one to
 * `rank` channels with its own kernel, strides and padding, and behind it one of 1 × 1.
 *
 *     y = x · W + (alpha / rank) · x · A · B        A [in, rank] and B [rank, out] are learned; B begins as zeros
 *
 * @param model - Is changed in place: a target `q_proj` becomes `q_proj.baseLayer` with `lora_A` and `lora_B` beside it.
 * @param options - `rank` (8), `alpha` (2 · rank), `targets` (queries and values), `modulesToSave` (none), `dropout` (0).
 * @returns the model.
 * @throws {@link ArgumentError} if a name is that of no target, the message lists what there is; if a target is a convolution in groups, the
 * model has adapters already, or a setting is out of range; if a module to save has rounded weights, or an embedding that the head reads
 * too. The model then stays as it was.
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
    targets,
    modulesToSave = [],
    dropout = 0,
  } = checkOptions('lora', options, loraOptions);
  checkCount('lora', 'rank', rank);
  if (!(alpha > 0 && Number.isFinite(alpha)))
    throw new ArgumentError('lora', { expected: 'alpha over 0', received: alpha });
  checkNone('lora', model);
  const wholes = namedWholes(model, modulesToSave);
  const chosen = targetsOf(
    model,
    targets,
    wholes.map(([path]) => path),
  );
  const settings = { rank, scale: alpha / rank, dropout };
  addAdapters(
    'lora',
    model,
    chosen.map((place) => [place, settings]),
    wholes.map(([, module]) => module),
  );
  return model;
}

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
  releaseWholes(model);
  return model;
}
