import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { crossEntropy } from '@neurona/layers';
import { zeros } from '@neurona/tensor';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, expect, it } from 'vitest';
import { ViT, type ViTConfig, vit } from './vit.js';

const tiny: ViTConfig = {
  imageSize: 8,
  patchSize: 4,
  embedDim: 12,
  numLayers: 2,
  numHeads: 3,
  numClasses: 3,
  inChannels: 2,
};

const block = (i: number): [string, number[]][] => {
  const at = `encoder.layers.encoder_layer_${i}`;
  return [
    [`${at}.ln_1.weight`, [768]],
    [`${at}.ln_1.bias`, [768]],
    [`${at}.self_attention.in_proj_weight`, [2304, 768]],
    [`${at}.self_attention.in_proj_bias`, [2304]],
    [`${at}.self_attention.out_proj.weight`, [768, 768]],
    [`${at}.self_attention.out_proj.bias`, [768]],
    [`${at}.ln_2.weight`, [768]],
    [`${at}.ln_2.bias`, [768]],
    [`${at}.mlp.0.weight`, [3072, 768]],
    [`${at}.mlp.0.bias`, [3072]],
    [`${at}.mlp.3.weight`, [768, 3072]],
    [`${at}.mlp.3.bias`, [768]],
  ];
};

describeArchitecture('ViT', {
  make: () => new ViT({ ...tiny, dropout: 0.01 }),
  inputs: [[4, 8, 8, 2]],
  output: [4, 3],
  targets: { shape: [4], dtype: 'int32', low: 0, high: 3 },
  loss: crossEntropy,
  skip: { cpu: 'the layers inside are tested there', webgpu: 'the layers inside are tested there' },
  published: {
    'base model of patches of 16': {
      make: () => vit('vit-b-16'),
      input: [1, 224, 224, 3],
      output: [1, 1000],
      facts: {
        parameters: 86_567_656,
        buffers: 0,
        stateDict: [
          ['class_token', [1, 1, 768]],
          ['conv_proj.weight', [768, 3, 16, 16]],
          ['conv_proj.bias', [768]],
          ['encoder.pos_embedding', [1, 197, 768]],
          ...Array.from({ length: 12 }, (_, i) => block(i)).flat(),
          ['encoder.ln.weight', [768]],
          ['encoder.ln.bias', [768]],
          ['heads.head.weight', [1000, 768]],
          ['heads.head.bias', [1000]],
        ],
      },
    },
  },
});

beforeAll(() => useBackend(cpu()));

it('refuses sizes that make no model, and images of others', () => {
  const failure =
    (config: object): (() => ViT) =>
    () =>
      new ViT({ ...tiny, ...config });
  expect(failure({ patchSize: 3 })).toThrow('[ViT] expected patchSize to divide imageSize, got 3 for 8.');
  expect(failure({ numHeads: 5 })).toThrow('[ViT] expected numHeads to divide embedDim, got 5 for 12.');
  expect(failure({ numClasses: 0 })).toThrow('expected numClasses to be an integer of at least 1, got 0.');
  expect(failure({ depth: 2 })).toThrow('got depth');
  const model = new ViT(tiny);
  expect(model.features(zeros([1, 8, 8, 2])).shape).toEqual([1, 5, 12]);
  expect(() => model.forward(zeros([1, 2, 8, 8]))).toThrow(
    '[ViT] expected images [N, 8, 8, 2], got [1, 2, 8, 8]. Resize them first; channels come last.',
  );
});
