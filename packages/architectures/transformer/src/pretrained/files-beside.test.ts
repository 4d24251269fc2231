import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { encodeSafetensors, toTorchStateDict } from '@neurona/checkpoints';
import { generate } from '@neurona/generation';
import { beforeAll, describe, expect, it } from 'vitest';
import fixture from '../../fixtures/tokenizers.json' with { type: 'json' };
import { GPT2 } from '../gpt2.js';
import { fromPretrained } from './from-pretrained.js';
import type { NamedFile } from './repository.js';

const vocabSize = 420;
const config = {
  model_type: 'gpt2',
  vocab_size: vocabSize,
  n_positions: 64,
  n_embd: 12,
  n_layer: 1,
  n_head: 3,
};

describe('files beside the weights', () => {
  let weights: NamedFile;

  beforeAll(async () => {
    await useBackend(wasm());
    const model = new GPT2({ vocabSize, contextLength: 64, embedDim: 12, numLayers: 1, numHeads: 3 });
    const bytes = encodeSafetensors(await toTorchStateDict(model)) as Uint8Array<ArrayBuffer>;
    weights = new File([bytes], 'model.safetensors');
    model.dispose();
  });

  const load = (files: Readonly<Record<string, unknown>>) =>
    fromPretrained(
      [
        weights,
        ...Object.entries({ 'config.json': config, ...files }).map(
          ([name, value]) => new File([typeof value === 'string' ? value : JSON.stringify(value)], name),
        ),
      ],
      { architecture: 'GPT2' },
    );

  it('make its chats: a template of its own comes before that of the settings', async () => {
    const files = {
      'tokenizer.json': fixture.kinds.llama2.tokenizer,
      'tokenizer_config.json': { bos_token: '<s>', chat_template: 'settings' },
    };
    const messages = [{ role: 'user', content: 'Hello' }];
    expect((await load(files)).tokenizer!.chat(messages)).toBe('settings');
    const jinja = '{{ bos_token }}{{ messages[0].content }}';
    const { model, tokenizer } = await load({ ...files, 'chat_template.jinja': jinja });
    const text = tokenizer!.chat(messages);
    expect(text).toBe('<s>Hello');
    const read: number[] = [];
    const watched = {
      vocabSize,
      nextToken: (...call: Parameters<GPT2['nextToken']>) => {
        read.push(call[0].shape[1]!);
        return model.nextToken(...call);
      },
      selectRows: model.selectRows.bind(model),
    };
    const options = { tokenizer: tokenizer!, maxNewTokens: 1 };
    for await (const _ of generate(watched, text, options)) break;
    expect(read).toEqual([tokenizer!.encode('Hello').length]); // one token that begins a text, not two
  });

  it('say how it is to write', async () => {
    const generation = async (own?: object, more = {}) => {
      const files = { 'config.json': { ...config, ...more }, ...(own && { 'generation_config.json': own }) };
      return (await load(files)).generation;
    };
    expect(await generation()).toEqual({});
    expect(await generation(undefined, { eos_token_id: 7 })).toEqual({ stopTokens: [7] });
    expect(await generation({ eos_token_id: [3, 5] }, { eos_token_id: 7 })).toEqual({ stopTokens: [3, 5] });
    expect(await generation({ temperature: 0.6, eos_token_id: -1 })).toEqual({});
    const sampled = { do_sample: true, temperature: 0.6, top_p: 0.9, min_p: 0.1, top_k: 0 };
    expect(await generation({ ...sampled, repetition_penalty: 1.1, max_new_tokens: 9 })).toEqual({
      temperature: 0.6,
      topP: 0.9,
      minP: 0.1,
      repetitionPenalty: 1.1,
      maxNewTokens: 9,
    });
    expect(await generation({ do_sample: true })).toEqual({ temperature: 1, topK: 50 });
    expect(await generation({ do_sample: false, temperature: 0.6 })).toEqual({ temperature: 0 });
    await expect(generation({ eos_token_id: 'end' })).rejects.toThrow(
      '[fromPretrained] expected eos_token_id to be a token number, or several, got end',
    );
  });

  it('end texts that are written with what they say', async () => {
    const { model, generation } = await load({
      'generation_config.json': { eos_token_id: Array.from({ length: vocabSize }, (_, i) => i) },
    });
    const found = [];
    for await (const token of generate(model, [1], { seed: 1, ...generation })) found.push(token);
    expect(found.map(({ finished }) => finished)).toEqual(['stopToken']);
  });
});
