import { crossEntropy } from '@neurona/layers';
import { describeArchitecture, type PublishedModel } from '@neurona/training/testing';
import { expect, it } from 'vitest';
import { Llama, llama } from './llama.js';
import { type LlamaConfig, llamaConfigs } from './llama-configs.js';
import { describeLanguageModel } from './testing/describe-language-model.js';

const tiny: LlamaConfig = {
  vocabSize: 9,
  contextLength: 16,
  embedDim: 16,
  feedForwardDim: 20,
  numLayers: 2,
  numHeads: 4,
  numKeyValueHeads: 2,
};

/** A published size: its keys follow from its sizes. */
function published(name: keyof typeof llamaConfigs, parameters: number): PublishedModel {
  const config: LlamaConfig = llamaConfigs[name];
  const { vocabSize, embedDim, feedForwardDim, numLayers, numHeads, numKeyValueHeads = numHeads } = config;
  const width = (embedDim / numHeads) * numKeyValueHeads;
  const layer = (i: number): [string, number[]][] => {
    const linear = (key: string, outputs: number, inputs: number, bias = false): [string, number[]][] => [
      [`model.layers.${i}.${key}.weight`, [outputs, inputs]],
      ...(bias ? [[`model.layers.${i}.${key}.bias`, [outputs]] as [string, number[]]] : []),
    ];
    return [
      ...linear('self_attn.q_proj', embedDim, embedDim, config.inputBias),
      ...linear('self_attn.k_proj', width, embedDim, config.inputBias),
      ...linear('self_attn.v_proj', width, embedDim, config.inputBias),
      ...linear('self_attn.o_proj', embedDim, embedDim),
      ...linear('mlp.gate_proj', feedForwardDim, embedDim),
      ...linear('mlp.up_proj', feedForwardDim, embedDim),
      ...linear('mlp.down_proj', embedDim, feedForwardDim),
      [`model.layers.${i}.input_layernorm.weight`, [embedDim]],
      [`model.layers.${i}.post_attention_layernorm.weight`, [embedDim]],
    ];
  };
  return {
    make: () => llama(name),
    input: [1, 3],
    dtype: 'int32',
    output: [1, 3, vocabSize],
    facts: {
      parameters,
      buffers: 0,
      stateDict: [
        ['model.embed_tokens.weight', [vocabSize, embedDim]],
        ...Array.from({ length: numLayers }, (_, i) => layer(i)).flat(),
        ['model.norm.weight', [embedDim]],
        ...(config.tied ? [] : [['lm_head.weight', [vocabSize, embedDim]] as [string, number[]]]),
      ],
    },
  };
}

describeArchitecture('Llama', {
  make: () => new Llama({ ...tiny, tied: true }),
  inputs: [{ shape: [3, 5], dtype: 'int32', low: 0, high: 9 }],
  output: [3, 5, 9],
  targets: { shape: [3, 5], dtype: 'int32', low: 0, high: 9 },
  loss: crossEntropy,
  learningRate: 0.03,
  steps: 100,
  published: {
    'SmolLM2 135M': published('smollm2-135m', 134_515_008),
    'SmolLM2 360M': published('smollm2-360m', 361_821_120),
    'TinyLlama 1.1B': published('tinyllama-1.1b', 1_100_048_384),
    'Llama 3.2 1B': published('llama-3.2-1b', 1_235_814_400),
    'Mistral 7B': published('mistral-7b', 7_241_732_096),
    'Qwen2 0.5B': published('qwen2-0.5b', 494_032_768),
  },
});

describeLanguageModel('Llama', () => new Llama({ ...tiny, inputBias: true }));
describeLanguageModel('Llama with a sliding window', () => new Llama({ ...tiny, slidingWindow: 3 }), {
  cpu: 'the other Llama runs there',
  webgpu: 'the other Llama runs there',
});

it('refuses sizes that make no model, and options that it lacks', () => {
  const failure =
    (config: object): (() => Llama) =>
    () =>
      new Llama({ ...tiny, ...config });
  expect(failure({ numKeyValueHeads: 3 })).toThrow(
    '[Llama] expected numKeyValueHeads to divide numHeads, got 3 for 4.',
  );
  expect(failure({ numHeads: 16, numKeyValueHeads: 16 })).toThrow(
    '[Llama] expected an even number of features for each head, got 1.',
  );
  expect(failure({ numHeads: 3 })).toThrow('[Llama] expected numHeads to divide embedDim, got 3 for 16.');
  expect(failure({ slidingWindow: 0 })).toThrow(
    'expected slidingWindow to be an integer of at least 1, got 0.',
  );
  expect(failure({ rotaryScaling: { type: 'dynamic', factor: 2 } })).toThrow(
    '[rotaryScaling] expected a type among linear, llama3, yarn and a factor over 0',
  );
  expect(failure({ num_layers: 2 })).toThrow('got num_layers. Did you mean numLayers?');
});
