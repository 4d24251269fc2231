import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { encodeSafetensors, toTorchStateDict } from '@neurona/checkpoints';
import type { HostArray } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { manualSeed, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, liveMemory } from '@neurona/tensor/testing';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import fixture from '../../fixtures/tokenizers.json' with { type: 'json' };
import { BERTForMaskedLM, BERTForQuestionAnswering } from '../bert-heads.js';
import { GPT2 } from '../gpt2.js';
import { Llama } from '../llama.js';
import { fromPretrained } from './from-pretrained.js';

const gpt2Config = { model_type: 'gpt2', vocab_size: 9, n_positions: 8, n_embd: 12, n_layer: 2, n_head: 3 };
const llamaConfig = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 9,
  hidden_size: 16,
  intermediate_size: 20,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  max_position_embeddings: 8,
  rope_scaling: { rope_type: 'linear', factor: 2 },
};
const bertConfig = {
  model_type: 'bert',
  architectures: ['BertForMaskedLM'],
  vocab_size: 9,
  hidden_size: 12,
  num_hidden_layers: 1,
  num_attention_heads: 3,
  intermediate_size: 16,
  max_position_embeddings: 8,
  type_vocab_size: 2,
};

const makeGPT2 = (): GPT2 =>
  new GPT2({ vocabSize: 9, contextLength: 8, embedDim: 12, numLayers: 2, numHeads: 3 });

const makeLlama = (tied: boolean): Llama =>
  new Llama({
    vocabSize: 9,
    contextLength: 8,
    embedDim: 16,
    feedForwardDim: 20,
    numLayers: 2,
    numHeads: 4,
    numKeyValueHeads: 2,
    eps: 1e-6,
    rotaryScaling: { type: 'linear', factor: 2 },
    tied,
  });

const rootMeanSquare = (values: ArrayLike<number>): number =>
  Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0) / values.length);

const text = (): Tensor => tensor([[1, 2, 3, 4]], { dtype: 'int32' });

describe('fromPretrained', () => {
  let folder: string;

  beforeAll(() => useBackend(wasm()));
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pretrained-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const writeConfig = (config: object): Promise<void> =>
    writeFile(join(folder, 'config.json'), JSON.stringify(config));

  const writeWeights = (
    tensors: Readonly<Record<string, HostArray>>,
    file = 'model.safetensors',
    options = {},
  ): Promise<void> => writeFile(join(folder, file), encodeSafetensors(tensors, {}, options));

  const renamed = async (
    model: AnyModule,
    rename: (key: string) => string,
  ): Promise<Record<string, HostArray>> =>
    Object.fromEntries(
      Object.entries(await toTorchStateDict(model)).map(([key, array]) => [rename(key), array]),
    );

  it('reads GPT-2 as it was published: without prefix, with masks, without a head', async () => {
    const model = makeGPT2().eval();
    const weights = await renamed(model, (key) => key.replace('transformer.', ''));
    const mask = { values: new Float32Array(64), shape: [1, 1, 8, 8], dtype: 'float32' } as const;
    await writeConfig(gpt2Config);
    await writeWeights({ ...weights, 'h.0.attn.bias': mask, 'h.1.attn.masked_bias': mask });
    const progress: number[][] = [];
    const found = await fromPretrained(folder, { onWeights: (...bytes) => progress.push(bytes) });
    expect([found.drawn, found.config, found.model.training]).toEqual([[], gpt2Config, false]);
    expect(found.model).toBeInstanceOf(GPT2);
    expectClose(await (found.model as GPT2).forward(text()).data(), await model.forward(text()).data());
    const bytes = 4 * model.parameters().reduce((sum, { size }) => sum + size, 0);
    expect(progress.at(-1)).toEqual([bytes, bytes]);
  });

  it.each([
    ['F16', 2e-3],
    ['BF16', 2e-2],
  ] as const)('reads Llama in shards of %s', async (floats, error) => {
    const model = makeLlama(false).eval();
    const entries = Object.entries(await toTorchStateDict(model));
    const shards = [entries.slice(0, 5), entries.slice(5)].map(
      (part, i) => [`model-0000${i + 1}-of-00002.safetensors`, Object.fromEntries(part)] as const,
    );
    for (const [file, tensors] of shards) await writeWeights(tensors, file, { floats });
    const map = shards.flatMap(([file, tensors]) => Object.keys(tensors).map((key) => [key, file]));
    const index = JSON.stringify({ weight_map: Object.fromEntries(map) });
    await writeFile(join(folder, 'model.safetensors.index.json'), index);
    await writeConfig({ ...llamaConfig, tie_word_embeddings: false });
    const { model: loaded } = await fromPretrained(folder, { architecture: 'Llama' });
    expect(loaded.lmHead).toBeDefined();
    const [found, expected] = [await loaded.forward(text()).data(), await model.forward(text()).data()];
    const worst = Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)));
    expect(worst).toBeLessThan(error);
    await rm(join(folder, shards[1]![0]));
    await expect(fromPretrained(folder)).rejects.toThrow('model-00002-of-00002.safetensors in the folder');
  });

  it('reads files that somebody picked', async () => {
    const model = makeLlama(true).eval();
    const weights = encodeSafetensors(await toTorchStateDict(model));
    const files = [
      new File([JSON.stringify(llamaConfig)], 'config.json'),
      new File([weights as Uint8Array<ArrayBuffer>], 'model.safetensors'),
    ];
    const found = await fromPretrained(files, { architecture: 'Llama' });
    expectClose(await found.model.forward(text()).data(), await model.forward(text()).data());
    const shards = Object.entries(await toTorchStateDict(model)).map(
      ([key, array], i) => [`model-${i}.safetensors`, key, encodeSafetensors({ [key]: array })] as const,
    );
    const index = { weight_map: Object.fromEntries(shards.map(([file, key]) => [key, file])) };
    const parts = [
      files[0]!,
      new File([JSON.stringify(index)], 'model.safetensors.index.json'),
      ...shards.map(([file, , bytes]) => new File([bytes as Uint8Array<ArrayBuffer>], file)),
    ];
    const joined = await fromPretrained(parts, { architecture: 'Llama' });
    expectClose(await joined.model.forward(text()).data(), await model.forward(text()).data());
    await expect(fromPretrained(parts.slice(0, -1))).rejects.toThrow(
      `[fromPretrained] expected the file ${parts.at(-1)!.name}, got none`,
    );
    await expect(fromPretrained(files.slice(0, 1))).rejects.toThrow(
      '[fromPretrained] expected the file model.safetensors, got none',
    );
    await expect(fromPretrained([7 as never])).rejects.toThrow('[fromPretrained] expected files with names');
  });

  it('reads what is below a head, and draws a head for other classes', async () => {
    const model = new BERTForMaskedLM({
      vocabSize: 9,
      contextLength: 8,
      embedDim: 12,
      numLayers: 1,
      numHeads: 3,
      feedForwardDim: 16,
      pooler: true,
    }).eval();
    const old = (key: string): string =>
      key.replace('LayerNorm.weight', 'LayerNorm.gamma').replace('LayerNorm.bias', 'LayerNorm.beta');
    await writeWeights(await renamed(model, old));
    await writeConfig(bertConfig);
    const same = await fromPretrained(folder, { architecture: 'BERTForMaskedLM' });
    expect(same.drawn).toEqual([]);
    expectClose(await same.model.forward(text()).data(), await model.forward(text()).data());
    const body = await fromPretrained(folder, { architecture: 'BERT' });
    expect(body.drawn).toEqual([]);
    manualSeed(1);
    const { model: classifier, drawn } = await fromPretrained(folder, {
      architecture: 'BERTForSequenceClassification',
      settings: { numClasses: 5, dropout: 0 },
    });
    expect(drawn).toEqual(['classifier.weight', 'classifier.bias']);
    expect(classifier.forward(text()).shape).toEqual([1, 5]);
    const weight = await classifier.classifier.weight.data();
    expect(rootMeanSquare(weight)).toBeCloseTo(0.02, 2);
    expect(await classifier.classifier.bias!.data()).toEqual(new Float32Array(5));
    const { pooled } = body.model.forward(text());
    expectClose(await classifier.bert.forward(text()).pooled!.data(), await pooled!.data());
  });

  it('reads the head of question answering', async () => {
    const settings = { vocabSize: 9, contextLength: 8, embedDim: 12, numLayers: 1, numHeads: 3 };
    const model = new BERTForQuestionAnswering({ ...settings, feedForwardDim: 16 }).eval();
    await writeWeights(await toTorchStateDict(model));
    await writeConfig({ ...bertConfig, architectures: ['BertForQuestionAnswering'] });
    const found = await fromPretrained(folder, { architecture: 'BERTForQuestionAnswering' });
    expect(found.drawn).toEqual([]);
    expectClose(await found.model.forward(text()).data(), await model.forward(text()).data());
  });

  it('draws the pooler that a classifier has and the file lacks', async () => {
    const settings = { vocabSize: 9, contextLength: 8, embedDim: 12, numLayers: 1, numHeads: 3 };
    const model = new BERTForMaskedLM({ ...settings, feedForwardDim: 16 });
    await writeWeights(await toTorchStateDict(model));
    await writeConfig(bertConfig);
    manualSeed(1);
    const found = await fromPretrained(folder, { architecture: 'BERTForSequenceClassification' });
    const pooler = ['bert.pooler.dense.weight', 'bert.pooler.dense.bias'];
    expect([...found.drawn].sort()).toEqual([...pooler, 'classifier.weight', 'classifier.bias'].sort());
    const { weight, bias } = found.model.bert.pooler!.dense;
    expect(rootMeanSquare(await weight.data())).toBeCloseTo(0.02, 2);
    expect([...(await bias!.data())]).toEqual(new Array(12).fill(0));
  });

  it('draws all of a head that the file lacks as a new model has it', async () => {
    const settings = { vocabSize: 9, contextLength: 8, embedDim: 12, numLayers: 1, numHeads: 3 };
    const model = new BERTForMaskedLM({ ...settings, feedForwardDim: 16 });
    const weights = Object.entries(await toTorchStateDict(model)).filter(([key]) => !key.startsWith('cls.'));
    await writeWeights(Object.fromEntries(weights));
    await writeConfig(bertConfig);
    manualSeed(1);
    const { model: found, drawn } = await fromPretrained(folder, { architecture: 'BERTForMaskedLM' });
    expect(drawn.filter((key) => !key.startsWith('cls.'))).toEqual([]);
    for (const key of drawn) {
      const values = await found.stateDict()[key]!.data();
      if (/bias$/.test(key))
        expect(
          values.every((value) => value === 0),
          key,
        ).toBe(true);
      else if (/LayerNorm/.test(key))
        expect(
          values.every((value) => value === 1),
          key,
        ).toBe(true);
      else expect(rootMeanSquare(values), key).toBeCloseTo(0.02, 2);
    }
    expect(drawn).toContain('cls.predictions.transform.dense.weight');
  });

  it('has the tokenizer that lies beside the weights, and refuses that of another model', async () => {
    const model = makeGPT2();
    await writeWeights(await toTorchStateDict(model));
    await writeConfig(gpt2Config);
    expect((await fromPretrained(folder)).tokenizer).toBeUndefined();
    const write = (json: object): Promise<void> =>
      writeFile(join(folder, 'tokenizer.json'), JSON.stringify(json));
    await write({
      model: { type: 'WordPiece', vocab: { '[UNK]': 0, a: 1, b: 2 }, unk_token: '[UNK]' },
      normalizer: null,
      pre_tokenizer: { type: 'Whitespace' },
      post_processor: null,
      decoder: null,
      added_tokens: [],
    });
    await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ eos_token: 'b' }));
    const { tokenizer } = await fromPretrained(folder);
    expect([[...tokenizer!.encode('a b')], tokenizer!.eosId]).toEqual([[1, 2], 2]);
    await write(fixture.kinds.bert.tokenizer);
    await expect(fromPretrained(folder)).rejects.toThrow(
      '[fromPretrained] expected a tokenizer of at most 9 tokens, as the model has, got 300',
    );
  });

  it('reads positions that are scaled by yarn', async () => {
    await writeWeights(await toTorchStateDict(makeLlama(true)));
    const scaling = { rope_type: 'yarn', factor: 4, original_max_position_embeddings: 6, beta_fast: 16 };
    await writeConfig({ ...llamaConfig, rope_scaling: scaling });
    const { model } = await fromPretrained(folder, { architecture: 'Llama' });
    const read = { type: 'yarn', factor: 4, originalContextLength: 6, fastTurns: 16, slowTurns: 1 };
    expect(model.config.rotaryScaling).toEqual({ ...read, attentionFactor: undefined });
    await writeConfig({ ...llamaConfig, rope_scaling: { ...scaling, mscale: 0.7 } });
    await expect(fromPretrained(folder)).rejects.toThrow('expected mscale');
  });

  it('says what is wrong with files, and leaves nothing behind', async () => {
    const model = makeLlama(true);
    const weights = await toTorchStateDict(model);
    model.dispose();
    await writeWeights(weights);
    const before = liveMemory();
    const failure = async (config: object, options = {}): Promise<string> => {
      await writeConfig(config);
      return fromPretrained(folder, options).then(
        () => 'none',
        (error: Error) => error.message,
      );
    };
    expect(await failure({ ...llamaConfig, model_type: 'mamba' })).toContain(
      '[fromPretrained] expected model_type to be one of gpt2, llama, mistral, qwen2, bert, got mamba',
    );
    const { hidden_size: _, ...lacking } = llamaConfig;
    expect(await failure(lacking)).toContain(
      '[fromPretrained] expected hidden_size to be an integer of at least 1, got none',
    );
    expect(await failure({ ...llamaConfig, rope_scaling: { type: 'longrope', factor: 2 } })).toContain(
      'expected rope_scaling to be default, linear, llama3 or yarn, got longrope',
    );
    expect(await failure({ ...llamaConfig, architectures: ['LlamaForSequenceClassification'] })).toContain(
      "Choose what to read it into: { architecture: 'Llama' }.",
    );
    expect(await failure(llamaConfig, { architecture: 'GPT2' })).toContain(
      'expected architecture to be one of Llama, for files of llama, got GPT2',
    );
    expect(await failure({ ...llamaConfig, vocab_size: 10 })).toContain('1 mismatched');
    expect(await failure({ ...llamaConfig, num_hidden_layers: 3 }, { architecture: 'Llama' })).toContain(
      'expected all weights but those of a head, got 9 missing',
    );
    expect(await failure(llamaConfig, { settings: { layers: 3 } })).toContain('got layers');
    await rm(join(folder, 'model.safetensors'));
    expect(await failure(llamaConfig)).toContain('model.safetensors in the folder');
    await writeFile(join(folder, 'config.json'), '{');
    await expect(fromPretrained(folder)).rejects.toThrow('[fromPretrained] expected a config of JSON');
    await rm(join(folder, 'config.json'));
    await expect(fromPretrained(folder)).rejects.toThrow(
      `expected config.json in the folder ${folder}, got none (config.json). Put the file there, or name another folder.`,
    );
    await expect(fromPretrained(folder, { folder })).rejects.toThrow('no option folder beside a folder');
    expect(liveMemory()).toEqual(before);
  });
});
