import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sizeOf } from '@neurona/backend';
import type { GPT2Config } from '@neurona/transformer';

/** Writes a GPT-2 with random weights as published ones are: config.json and model.safetensors. Returns the bytes of its weights. */
export async function writeGPT2(folder: string, config: GPT2Config): Promise<number> {
  const { vocabSize, contextLength, embedDim, numLayers, numHeads } = config;
  const published = {
    model_type: 'gpt2',
    vocab_size: vocabSize,
    n_positions: contextLength,
    n_embd: embedDim,
    n_layer: numLayers,
    n_head: numHeads,
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(published));
  const header: Record<string, object> = {};
  let bytes = 0;
  for (const [name, shape] of weightShapes(config)) {
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

function weightShapes(config: GPT2Config): [name: string, shape: number[]][] {
  const { vocabSize, contextLength, embedDim: width, numLayers } = config;
  const norm = (name: string): [string, number[]][] =>
    ['weight', 'bias'].map((part) => [`${name}.${part}`, [width]]);
  const map = (name: string, inputs: number, outputs: number): [string, number[]][] => [
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
