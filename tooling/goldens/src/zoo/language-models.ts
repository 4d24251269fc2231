import { generate } from '@neurona/generation';
import { noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import {
  type ArchitectureName,
  BERT,
  BERTForMaskedLM,
  CausalLanguageModel,
  fromPretrained,
  type PretrainedArchitectures,
} from '@neurona/transformer';

type Model = PretrainedArchitectures[ArchitectureName];

/** Results by name. */
type Results = Readonly<Record<string, Tensor>>;

/** A published language model as a folder has it. */
export interface CheckpointModel {
  readonly module: Model;
  /** The results by name, from the case's inputs `[N, L]` by name. */
  forward(inputs: Results): Results;
  /** The tokens that follow a prompt, the best one each time, with or without a key-value cache. */
  generate(prompt: readonly number[], count: number, useCache: boolean): Promise<readonly number[]>;
}

/** Models by the names of their classes in transformers. */
const architectures: Readonly<Record<string, ArchitectureName>> = {
  'transformers.GPT2LMHeadModel': 'GPT2',
  'transformers.LlamaForCausalLM': 'Llama',
  'transformers.MistralForCausalLM': 'Llama',
  'transformers.Qwen2ForCausalLM': 'Llama',
  'transformers.BertModel': 'BERT',
  'transformers.BertForMaskedLM': 'BERTForMaskedLM',
  'transformers.BertForSequenceClassification': 'BERTForSequenceClassification',
  'transformers.BertForTokenClassification': 'BERTForTokenClassification',
  'transformers.BertForQuestionAnswering': 'BERTForQuestionAnswering',
};

/** Loads the model of a folder; undefined where there is none of that name. */
export async function loadLanguageModel(
  callable: string,
  folder: string,
): Promise<CheckpointModel | undefined> {
  if (!Object.hasOwn(architectures, callable)) return undefined;
  const { model } = await fromPretrained(folder, { architecture: architectures[callable] });
  return {
    module: model,
    forward: (inputs) => resultsOf(model, inputs),
    generate: (prompt, count, useCache) => continuation(model, prompt, count, useCache),
  };
}

function resultsOf(model: Model, inputs: Results): Results {
  const { input_ids: tokens, token_type_ids: tokenTypes, attention_mask: mask } = inputs;
  if (model instanceof CausalLanguageModel) return { logits: model.forward(tokens!) };
  const call = { tokenTypes, keyPaddingMask: mask?.cast('bool') };
  if (!(model instanceof BERTForMaskedLM) && !(model instanceof BERT)) {
    const logits = model.forward(tokens!, call);
    if (model.kind !== 'BERTForQuestionAnswering') return { logits };
    return { start_logits: logits.select(2, 0), end_logits: logits.select(2, 1) };
  }
  const { hidden, pooled } = (model instanceof BERT ? model : model.bert).forward(tokens!, call);
  return {
    last_hidden_state: hidden,
    ...(pooled && { pooler_output: pooled }),
    ...(model instanceof BERTForMaskedLM && { logits: model.scores(hidden) }),
  };
}

async function continuation(
  model: Model,
  prompt: readonly number[],
  count: number,
  useCache: boolean,
): Promise<readonly number[]> {
  if (!(model instanceof CausalLanguageModel)) return [];
  const tokens = [...prompt];
  if (useCache) {
    for await (const { token } of generate(model, prompt, { temperature: 0, maxNewTokens: count }))
      tokens.push(token);
    return tokens.slice(prompt.length);
  }
  for (let i = 0; i < count; i++) {
    const best = noGrad(() =>
      scoped(() => {
        const logits = model.forward(tensor([tokens], { dtype: 'int32' }));
        return logits.select(1, -1).argmax({ axis: -1 }); // [1]
      }),
    );
    tokens.push((await best.data())[0]!);
    best.dispose();
  }
  return tokens.slice(prompt.length);
}
