import { crossEntropy } from '@neurona/layers';
import { describeArchitecture } from '@neurona/training/testing';
import { expect, it } from 'vitest';
import { GPT2, type GPT2Config, gpt2 } from './gpt2.js';
import { describeLanguageModel } from './testing/describe-language-model.js';

const tiny: GPT2Config = {
  vocabSize: 9,
  contextLength: 16,
  embedDim: 12,
  numLayers: 2,
  numHeads: 3,
  dropout: 0,
};

const block = (i: number): [string, number[]][] => [
  [`transformer.h.${i}.ln_1.weight`, [768]],
  [`transformer.h.${i}.ln_1.bias`, [768]],
  [`transformer.h.${i}.attn.c_attn.weight`, [768, 2304]],
  [`transformer.h.${i}.attn.c_attn.bias`, [2304]],
  [`transformer.h.${i}.attn.c_proj.weight`, [768, 768]],
  [`transformer.h.${i}.attn.c_proj.bias`, [768]],
  [`transformer.h.${i}.ln_2.weight`, [768]],
  [`transformer.h.${i}.ln_2.bias`, [768]],
  [`transformer.h.${i}.mlp.c_fc.weight`, [768, 3072]],
  [`transformer.h.${i}.mlp.c_fc.bias`, [3072]],
  [`transformer.h.${i}.mlp.c_proj.weight`, [3072, 768]],
  [`transformer.h.${i}.mlp.c_proj.bias`, [768]],
];

describeArchitecture('GPT2', {
  make: () => new GPT2({ ...tiny, dropout: 0.01 }),
  inputs: [{ shape: [3, 5], dtype: 'int32', low: 0, high: 9 }],
  output: [3, 5, 9],
  targets: { shape: [3, 5], dtype: 'int32', low: 0, high: 9 },
  loss: crossEntropy,
  learningRate: 0.03,
  published: {
    'model of 124 million parameters': {
      make: () => gpt2('gpt2'),
      input: [2, 7],
      dtype: 'int32',
      output: [2, 7, 50257],
      facts: {
        parameters: 124_439_808,
        buffers: 0,
        stateDict: [
          ['transformer.wte.weight', [50257, 768]],
          ['transformer.wpe.weight', [1024, 768]],
          ...Array.from({ length: 12 }, (_, i) => block(i)).flat(),
          ['transformer.ln_f.weight', [768]],
          ['transformer.ln_f.bias', [768]],
        ],
      },
    },
  },
});

describeLanguageModel('GPT2', () => new GPT2(tiny));

it('refuses sizes that make no model, and options that it lacks', () => {
  expect(() => new GPT2({ ...tiny, numLayers: 0 })).toThrow(
    '[GPT2] expected numLayers to be an integer of at least 1, got 0.',
  );
  expect(() => new GPT2({ ...tiny, numHeads: 5 })).toThrow(
    '[GPT2] expected numHeads to divide embedDim, got 5 for 12.',
  );
  expect(() => new GPT2({ ...tiny, activation: 'swish' as never })).toThrow(
    '[GPT2] expected activation to be one of gelu, geluTanh, relu, silu, got swish.',
  );
  expect(() => gpt2('gpt2', { layers: 2 } as never)).toThrow('got layers');
});
