import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sizeOf } from '@neurona/backend';
import type { GPT2Config, LlamaConfig } from '@neurona/transformer';

/** A model of random weights that is written as published ones are. */
export type WrittenModel =
  | { readonly name: 'GPT-2'; readonly config: GPT2Config }
  | { readonly name: 'Llama'; readonly config: LlamaConfig };

type WeightShape = [name: string, shape: number[]];

/** Writes a model into a folder: config.json and model.safetensors. Returns the bytes of its weights. */
export async function writeModel(folder: string, model: WrittenModel): Promise<number> {
  const [published, weights] =
    model.name === 'GPT-2'
      ? [gpt2Json(model.config), gpt2Weights(model.config)]
      : [llamaJson(model.config), llamaWeights(model.config)];
  await writeFile(join(folder, 'config.json'), JSON.stringify(published));
  const header: Record<string, object> = {};
  let bytes = 0;
  for (const [name, shape] of weights) {
    const end = bytes + 4 * sizeOf(shape);
    header[name] = { dtype: 'F32', shape, data_offsets: [bytes, end] };
    bytes = end;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const file = await open(join(folder, 'model.safetensors'), 'w');
  try {
    for (const part of [length, text]) await file.write(part);
    const block = new Float32Array(2 ** 18);
    for (let left = bytes / 4; left > 0; left -= block.length) {
      for (let i = 0; i < block.length; i++) block[i] = 0.04 * (Math.random() - 0.5);
      await file.write(new Uint8Array(block.buffer, 0, 4 * Math.min(left, block.length)));
    }
  } finally {
    await file.close();
  }
  return bytes;
}

const gpt2Json = (config: GPT2Config) => ({
  model_type: 'gpt2',
  vocab_size: config.vocabSize,
  n_positions: config.contextLength,
  n_embd: config.embedDim,
  n_layer: config.numLayers,
  n_head: config.numHeads,
});

const llamaJson = (config: LlamaConfig) => ({
  model_type: 'llama',
  vocab_size: config.vocabSize,
  max_position_embeddings: config.contextLength,
  hidden_size: config.embedDim,
  intermediate_size: config.feedForwardDim,
  num_hidden_layers: config.numLayers,
  num_attention_heads: config.numHeads,
  num_key_value_heads: config.numKeyValueHeads ?? config.numHeads,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: false,
});

function gpt2Weights(config: GPT2Config): WeightShape[] {
  const { vocabSize, contextLength, embedDim: width, numLayers } = config;
  const norm = (name: string): WeightShape[] =>
    ['weight', 'bias'].map((part) => [`${name}.${part}`, [width]]);
  const map = (name: string, inputs: number, outputs: number): WeightShape[] => [
    [`${name}.weight`, [inputs, outputs]],
    [`${name}.bias`, [outputs]],
  ];
  const blocks = Array.from({ length: numLayers }, (_, i) => [
    ...norm(`h.${i}.ln_1`),
    ...map(`h.${i}.attn.c_attn`, width, 3 * width),
    ...map(`h.${i}.attn.c_proj`, width, width),
    ...norm(`h.${i}.ln_2`),
    ...map(`h.${i}.mlp.c_fc`, width, 4 * width),
    ...map(`h.${i}.mlp.c_proj`, 4 * width, width),
  ]);
  return [
    ['wte.weight', [vocabSize, width]],
    ['wpe.weight', [contextLength, width]],
    ...blocks.flat(),
    ...norm('ln_f'),
  ];
}

function llamaWeights(config: LlamaConfig): WeightShape[] {
  const { vocabSize, embedDim: width, feedForwardDim, numLayers, numHeads, numKeyValueHeads } = config;
  const shared = (width / numHeads) * (numKeyValueHeads ?? numHeads);
  const norm = (name: string): WeightShape => [`${name}.weight`, [width]];
  const linear = (name: string, inputs: number, outputs: number): WeightShape => [
    `${name}.weight`,
    [outputs, inputs],
  ];
  const layers = Array.from({ length: numLayers }, (_, i) => {
    const layer = `model.layers.${i}`;
    return [
      norm(`${layer}.input_layernorm`),
      linear(`${layer}.self_attn.q_proj`, width, width),
      linear(`${layer}.self_attn.k_proj`, width, shared),
      linear(`${layer}.self_attn.v_proj`, width, shared),
      linear(`${layer}.self_attn.o_proj`, width, width),
      norm(`${layer}.post_attention_layernorm`),
      linear(`${layer}.mlp.gate_proj`, width, feedForwardDim),
      linear(`${layer}.mlp.up_proj`, width, feedForwardDim),
      linear(`${layer}.mlp.down_proj`, feedForwardDim, width),
    ];
  });
  return [
    ['model.embed_tokens.weight', [vocabSize, width]],
    ...layers.flat(),
    norm('model.norm'),
    linear('lm_head', width, vocabSize),
  ];
}
