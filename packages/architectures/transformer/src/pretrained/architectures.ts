// internal: how models are made of published files, by their model_type
import { CheckpointError } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import type { RotaryScaling } from '../attention/rotary-frequencies.js';
import { BERT } from '../bert.js';
import type { BERTConfig } from '../bert-configs.js';
import {
  BERTForMaskedLM,
  BERTForQuestionAnswering,
  BERTForSequenceClassification,
  BERTForTokenClassification,
} from '../bert-heads.js';
import { GPT2, type GPT2Config } from '../gpt2.js';
import { Llama } from '../llama.js';
import type { LlamaConfig } from '../llama-configs.js';
import type { ConfigFile } from './config-file.js';
import type { ArchitectureName } from './pretrained-architectures.js';

/** What is known before a model is made. */
interface Published {
  readonly config: ConfigFile;
  /** Keys of the file of weights. */
  readonly keys: readonly string[];
  /** Settings of the caller, which come before those of the file. */
  readonly settings: object;
}

/** One kind of published files. */
interface ModelType {
  /** Models by the class's name in the file's `architectures`; the first is that of files that name none. */
  readonly architectures: Readonly<Record<string, ArchitectureName>>;
  make(name: ArchitectureName, published: Published): AnyModule;
  /** A key of the file as the model names it; undefined for what the model doesn't have. */
  rename(key: string, model: AnyModule): string | undefined;
}

const hasHead = ({ keys }: Published): boolean => keys.some((key) => /(^|\.)lm_head\.weight$/.test(key));

/** Whether logits are made with the vectors of tokens: said so, or there are no other weights for it. */
const isTied = (published: Published, byDefault: boolean): boolean =>
  published.config.flag('tie_word_embeddings', byDefault) || !hasHead(published);

/** Probabilities by the names that they have in the file; none where the caller sets one for all, by `dropout`. */
function dropoutsOf<Key extends string>(
  config: ConfigFile,
  settings: object,
  names: Readonly<Record<Key, readonly [name: string, byDefault: number | undefined]>>,
): Partial<Record<Key, number>> {
  if ((settings as { readonly dropout?: number }).dropout !== undefined) return {};
  const entries = Object.entries<readonly [string, number | undefined]>(names);
  const read = entries.map(([key, [name, byDefault]]) => [key, config.number(name, byDefault ?? 0)] as const);
  return Object.fromEntries(read) as Partial<Record<Key, number>>;
}

const gpt2: ModelType = {
  architectures: { GPT2LMHeadModel: 'GPT2', GPT2Model: 'GPT2' },
  make(_name, published) {
    const { config, settings } = published;
    config.refuse('add_cross_attention', false);
    config.refuse('scale_attn_by_inverse_layer_idx', false);
    config.refuse('scale_attn_weights', true);
    const sizes: GPT2Config = {
      vocabSize: config.size('vocab_size'),
      contextLength: config.size('n_positions', 'n_ctx'),
      embedDim: config.size('n_embd'),
      numLayers: config.size('n_layer'),
      numHeads: config.size('n_head'),
      feedForwardDim: config.optionalSize('n_inner') ?? 4 * config.size('n_embd'),
      activation: config.activation('activation_function', 'geluTanh'),
      ...dropoutsOf(config, settings, {
        dropout: ['resid_pdrop', 0.1],
        attentionDropout: ['attn_pdrop', 0.1],
        embeddingDropout: ['embd_pdrop', 0.1],
      }),
      eps: config.number('layer_norm_epsilon', 1e-5),
      tied: isTied(published, true),
    };
    return new GPT2({ ...sizes, ...settings });
  },
  rename(key, model) {
    if (/(^|\.)attn\.(masked_)?bias$/.test(key)) return undefined; // causal masks
    if (key === 'lm_head.weight') return (model as GPT2).lmHead ? key : undefined;
    return key.startsWith('transformer.') ? key : `transformer.${key}`;
  },
};

const llama = (
  className: string,
  own: (config: ConfigFile) => Partial<LlamaConfig>,
  isTiedByDefault = false,
): ModelType => ({
  architectures: { [`${className}ForCausalLM`]: 'Llama', [`${className}Model`]: 'Llama' },
  make(_name, published) {
    const { config, settings } = published;
    const sizes: LlamaConfig = {
      vocabSize: config.size('vocab_size'),
      contextLength: config.size('max_position_embeddings'),
      embedDim: config.size('hidden_size'),
      feedForwardDim: config.size('intermediate_size'),
      numLayers: config.size('num_hidden_layers'),
      numHeads: config.size('num_attention_heads'),
      numKeyValueHeads: config.optionalSize('num_key_value_heads') ?? config.size('num_attention_heads'),
      activation: config.activation('hidden_act', 'silu'),
      eps: config.number('rms_norm_eps', 1e-6),
      rotaryBase: (config.group('rope_parameters') ?? config).number('rope_theta', 10_000),
      rotaryScaling: scalingOf(config),
      dropout: config.number('attention_dropout', 0),
      tied: isTied(published, isTiedByDefault),
      ...own(config),
    };
    const headDim = config.optionalSize('head_dim');
    return new Llama({ ...sizes, ...(headDim && { headDim }), ...settings });
  },
  rename(key, model) {
    if (key.endsWith('rotary_emb.inv_freq')) return undefined;
    if (key === 'lm_head.weight') return (model as Llama).lmHead ? key : undefined;
    return key.startsWith('model.') ? key : `model.${key}`;
  },
});

/** How positions are stretched, in the words of the file. */
function scalingOf(config: ConfigFile): RotaryScaling | undefined {
  const group = config.group('rope_scaling') ?? config.group('rope_parameters');
  const type = group?.values.rope_type ?? group?.values.type ?? 'default';
  if (!group || type === 'default') return undefined;
  if (type === 'linear') return { type, factor: group.number('factor', 1) };
  if (type === 'llama3') {
    return {
      type,
      factor: group.number('factor', 8),
      lowFrequencyFactor: group.number('low_freq_factor', 1),
      highFrequencyFactor: group.number('high_freq_factor', 4),
      originalContextLength: group.size('original_max_position_embeddings'),
    };
  }
  if (type === 'yarn') {
    for (const name of ['mscale', 'mscale_all_dim']) group.refuse(name, undefined);
    group.refuse('truncate', true);
    return {
      type,
      factor: group.number('factor', 1),
      originalContextLength:
        group.optionalSize('original_max_position_embeddings') ?? config.size('max_position_embeddings'),
      fastTurns: group.number('beta_fast', 32),
      slowTurns: group.number('beta_slow', 1),
      attentionFactor: group.number('attention_factor', 0) || undefined,
    };
  }
  throw group.error('rope_scaling', 'default, linear, llama3 or yarn', type);
}

/**
 * The window of Qwen2: that of all layers, or of none.
 * @throws {@link CheckpointError} if some have one and others don't.
 */
function windowOf(config: ConfigFile): number | undefined {
  const window = config.flag('use_sliding_window') ? config.optionalSize('sliding_window') : undefined;
  if (window === undefined) return undefined;
  const layers = config.size('num_hidden_layers');
  const { layer_types: types } = config.values;
  const first = config.number('max_window_layers', 28);
  const has = Array.isArray(types)
    ? types.map((type) => type === 'sliding_attention')
    : Array.from({ length: layers }, (_, i) => i >= first);
  if (has.every((one) => one)) return window;
  if (!has.some((one) => one)) return undefined;
  const [name, received] = Array.isArray(types) ? ['layer_types', types] : ['max_window_layers', first];
  throw config.error(name, `such that all ${layers} layers have a sliding window, or none`, received);
}

const bertModels = {
  BERTForMaskedLM,
  BERTForSequenceClassification,
  BERTForTokenClassification,
  BERTForQuestionAnswering,
};

const bert: ModelType = {
  architectures: {
    BertModel: 'BERT',
    BertForMaskedLM: 'BERTForMaskedLM',
    BertForPreTraining: 'BERTForMaskedLM',
    BertForSequenceClassification: 'BERTForSequenceClassification',
    BertForTokenClassification: 'BERTForTokenClassification',
    BertForQuestionAnswering: 'BERTForQuestionAnswering',
  },
  make(name, { config, keys, settings }) {
    config.refuse('is_decoder', false);
    config.refuse('position_embedding_type', 'absolute');
    const dropouts = dropoutsOf(config, settings, {
      dropout: ['hidden_dropout_prob', 0.1],
      attentionDropout: ['attention_probs_dropout_prob', 0.1],
    });
    const sizes: BERTConfig = {
      vocabSize: config.size('vocab_size'),
      contextLength: config.size('max_position_embeddings'),
      embedDim: config.size('hidden_size'),
      numLayers: config.size('num_hidden_layers'),
      numHeads: config.size('num_attention_heads'),
      feedForwardDim: config.size('intermediate_size'),
      numTypes: config.size('type_vocab_size'),
      activation: config.activation('hidden_act', 'gelu'),
      ...dropouts,
      eps: config.number('layer_norm_eps', 1e-12),
      pooler: keys.some((key) => key.includes('pooler.dense.')),
    };
    if (name === 'BERTForSequenceClassification' || name === 'BERTForTokenClassification') {
      const numClasses = Object.keys(config.group('id2label')?.values ?? { 0: '', 1: '' }).length;
      const { dropout: classifierDropout } = dropoutsOf(config, settings, {
        dropout: ['classifier_dropout', dropouts.dropout],
      });
      return new bertModels[name]({ ...sizes, numClasses, classifierDropout, ...settings });
    }
    if (name === 'BERTForMaskedLM' || name === 'BERTForQuestionAnswering')
      return new bertModels[name]({ ...sizes, ...settings });
    return new BERT({ ...sizes, ...settings });
  },
  rename(key, model) {
    const name = key
      .replace(/LayerNorm\.gamma$/, 'LayerNorm.weight')
      .replace(/LayerNorm\.beta$/, 'LayerNorm.bias');
    if (name.endsWith('position_ids') || name.startsWith('cls.predictions.decoder.')) return undefined;
    const part = /^(?:bert\.)?(embeddings|encoder|pooler)\./.exec(name)?.[1];
    if (part === undefined) return fieldOf(name) in model ? withoutSeen(name) : undefined;
    const body = model instanceof BERT ? model : (model as BERTForMaskedLM).bert;
    if (part === 'pooler' && !body.pooler) return undefined;
    const own = name.replace(/^bert\./, '');
    return model instanceof BERT ? own : `bert.${own}`;
  },
};

/** The model's field that a key begins with. */
const fieldOf = (key: string): string =>
  key.split('.')[0]!.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** The head of the task whether two texts belong together is of no use for others. */
const withoutSeen = (name: string): string | undefined =>
  name.startsWith('cls.seq_relationship.') ? undefined : name;

const modelTypes: Readonly<Record<string, ModelType>> = {
  gpt2,
  llama: llama('Llama', (config) => {
    const bias = config.flag('attention_bias');
    return { inputBias: bias, outputBias: bias, feedForwardBias: config.flag('mlp_bias') };
  }),
  mistral: llama('Mistral', (config) => ({ slidingWindow: config.optionalSize('sliding_window') })),
  qwen2: llama('Qwen2', (config) => ({ inputBias: true, slidingWindow: windowOf(config) })),
  bert,
};

/**
 * The kind of files that a config describes.
 * @throws {@link CheckpointError} if it is unknown; the message lists those that are known.
 */
export function modelTypeOf(config: ConfigFile): ModelType {
  const name = config.values.model_type;
  if (typeof name === 'string' && Object.hasOwn(modelTypes, name)) return modelTypes[name]!;
  throw config.error('model_type', `one of ${Object.keys(modelTypes).join(', ')}`, name);
}

/**
 * The model that files are read into: the caller's choice, or the one that the config names.
 * @throws {@link CheckpointError} if such files don't make it.
 */
export function architectureOf(
  { architectures }: ModelType,
  config: ConfigFile,
  wanted: ArchitectureName | undefined,
): ArchitectureName {
  const names = [...new Set(Object.values(architectures))];
  if (wanted !== undefined) {
    if (names.includes(wanted)) return wanted;
    throw new CheckpointError('fromPretrained', {
      expected: `architecture to be one of ${names.join(', ')}, for files of ${String(config.values.model_type)}`,
      received: wanted,
      file: config.file,
    });
  }
  const [className] = Array.isArray(config.values.architectures) ? config.values.architectures : [];
  if (className === undefined) return names[0]!;
  if (Object.hasOwn(architectures, String(className))) return architectures[String(className)]!;
  throw new CheckpointError('fromPretrained', {
    expected: `architectures to have one of ${Object.keys(architectures).join(', ')}`,
    received: className,
    file: config.file,
    hint: `Choose what to read it into: { architecture: '${names[0]}' }.`,
  });
}
