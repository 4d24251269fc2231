import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { encodeSafetensors, toTorchStateDict } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { BERTForSequenceClassification } from '../bert-heads.js';
import { GPT2 } from '../gpt2.js';
import { Llama } from '../llama.js';
import { fromPretrained } from './from-pretrained.js';
import type { ArchitectureName } from './pretrained-architectures.js';

const gpt2 = { model_type: 'gpt2', vocab_size: 9, n_positions: 8, n_embd: 12, n_layer: 1, n_head: 3 };
const bert = {
  model_type: 'bert',
  vocab_size: 9,
  hidden_size: 12,
  num_hidden_layers: 1,
  num_attention_heads: 3,
  intermediate_size: 48,
  max_position_embeddings: 8,
  type_vocab_size: 2,
};
const qwen2 = {
  model_type: 'qwen2',
  vocab_size: 9,
  hidden_size: 12,
  intermediate_size: 20,
  num_hidden_layers: 2,
  num_attention_heads: 3,
  max_position_embeddings: 8,
  tie_word_embeddings: true,
};
const sizes = { vocabSize: 9, contextLength: 8, embedDim: 12, numLayers: 1, numHeads: 3 };

async function load<Name extends ArchitectureName>(
  architecture: Name,
  model: AnyModule,
  config: object,
  settings?: object,
) {
  const weights = encodeSafetensors(await toTorchStateDict(model)) as Uint8Array<ArrayBuffer>;
  const files = [new File([JSON.stringify(config)], 'config.json'), new File([weights], 'model.safetensors')];
  return (await fromPretrained(files, { architecture, settings })).model;
}

describe('settings of published files', () => {
  beforeAll(() => useBackend(wasm()));

  it('have probabilities of their own for what is dropped in GPT-2', async () => {
    const read = async (config: object, settings?: object) => {
      const model = await load('GPT2', new GPT2(sizes), { ...gpt2, ...config }, settings);
      const { drop, h } = model.transformer;
      const { attn, mlp } = h.at(0);
      const { dropout = 0.1, attentionDropout = dropout } = model.config;
      return [drop.probability, attentionDropout, attn.residDropout.probability, mlp.dropout.probability];
    };
    expect(await read({})).toEqual([0.1, 0.1, 0.1, 0.1]);
    const apart = { embd_pdrop: 0.2, attn_pdrop: 0, resid_pdrop: 0.3 };
    expect(await read(apart)).toEqual([0.2, 0, 0.3, 0.3]);
    expect(await read(apart, { dropout: 0.5 })).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(await read(apart, { attentionDropout: 0.4 })).toEqual([0.2, 0.4, 0.3, 0.3]);
  });

  it('have them for BERT, and for its classifier', async () => {
    const read = async (config: object, settings?: object) => {
      const name = 'BERTForSequenceClassification';
      const made = new BERTForSequenceClassification(sizes);
      const { bert: body, dropout: last } = await load(name, made, { ...bert, ...config }, settings);
      const { dropout = 0.1, attentionDropout = dropout } = body.config;
      return [body.embeddings.dropout.probability, attentionDropout, last.probability];
    };
    expect(await read({})).toEqual([0.1, 0.1, 0.1]);
    expect(await read({ hidden_dropout_prob: 0.2, classifier_dropout: null })).toEqual([0.2, 0.1, 0.2]);
    const apart = { attention_probs_dropout_prob: 0, classifier_dropout: 0.3 };
    expect(await read(apart)).toEqual([0.1, 0, 0.3]);
    expect(await read(apart, { dropout: 0.5 })).toEqual([0.5, 0.5, 0.5]);
  });

  it('have a window in the layers of Qwen2 that transformers gives one', async () => {
    const model = new Llama({ ...sizes, feedForwardDim: 20, numLayers: 2, inputBias: true, tied: true });
    const window = async (config: object) =>
      (await load('Llama', model, { ...qwen2, ...config })).slidingWindow;
    const on = { use_sliding_window: true, sliding_window: 4 };
    const [full, sliding] = ['full_attention', 'sliding_attention'];
    expect(await window({ sliding_window: 4, max_window_layers: 0 })).toBeUndefined();
    expect(await window(on)).toBeUndefined(); // 28 layers come before those with a window
    expect(await window({ ...on, max_window_layers: 2 })).toBeUndefined();
    expect(await window({ ...on, max_window_layers: 0 })).toBe(4);
    expect(await window({ ...on, sliding_window: null, max_window_layers: 0 })).toBeUndefined();
    expect(await window({ ...on, max_window_layers: 2, layer_types: [sliding, sliding] })).toBe(4);
    expect(await window({ ...on, max_window_layers: 0, layer_types: [full, full] })).toBeUndefined();
    await expect(window({ ...on, max_window_layers: 1 })).rejects.toThrow(
      '[fromPretrained] expected max_window_layers to be such that all 2 layers have a sliding window, or none, got 1',
    );
    await expect(window({ ...on, layer_types: [full, sliding] })).rejects.toThrow(
      'expected layer_types to be',
    );
  });
});
