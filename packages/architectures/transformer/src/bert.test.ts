import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { crossEntropy } from '@neurona/layers';
import { noteHostValues, type Tensor, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { BERT, type BERTOutput } from './bert.js';
import { type BERTConfig, bertConfigs } from './bert-configs.js';
import {
  BERTForMaskedLM,
  BERTForQuestionAnswering,
  BERTForSequenceClassification,
  BERTForTokenClassification,
} from './bert-heads.js';

const tiny: BERTConfig = {
  vocabSize: 9,
  contextLength: 8,
  embedDim: 12,
  numLayers: 2,
  numHeads: 3,
  feedForwardDim: 16,
  dropout: 0,
};

const tokens = (...rows: readonly (readonly number[])[]): Tensor => tensor(rows, { dtype: 'int32' });

const layer = (i: number): [string, number[]][] => {
  const linear = (key: string, outputs: number, inputs: number): [string, number[]][] => [
    [`encoder.layer.${i}.${key}.weight`, [outputs, inputs]],
    [`encoder.layer.${i}.${key}.bias`, [outputs]],
  ];
  const norm = (key: string): [string, number[]][] => [
    [`encoder.layer.${i}.${key}.LayerNorm.weight`, [768]],
    [`encoder.layer.${i}.${key}.LayerNorm.bias`, [768]],
  ];
  return [
    ...['query', 'key', 'value'].flatMap((name) => linear(`attention.self.${name}`, 768, 768)),
    ...linear('attention.output.dense', 768, 768),
    ...norm('attention.output'),
    ...linear('intermediate.dense', 3072, 768),
    ...linear('output.dense', 768, 3072),
    ...norm('output'),
  ];
};

const batch = { shape: [3, 5], dtype: 'int32', low: 0, high: 9 } as const;
const reason = 'npm run goldens -- --models runs BERT there';
const elsewhere = { cpu: reason, webgpu: reason };

describeArchitecture<BERTOutput>('BERT', {
  make: () => new BERT({ ...tiny, dropout: 0.01 }),
  inputs: [batch],
  output: [
    [3, 5, 12],
    [3, 12],
  ],
  targets: [3, 12],
  loss: ({ hidden, pooled }, targets) =>
    pooled!.sub(targets.sigmoid()).square().mean().add(hidden.mean().mul(0.001)),
  skip: elsewhere,
  published: {
    'base model': {
      make: () => new BERT(bertConfigs['bert-base-uncased']),
      input: [2, 7],
      dtype: 'int32',
      output: [2, 7, 768],
      facts: {
        parameters: 109_482_240,
        buffers: 0,
        stateDict: [
          ['embeddings.word_embeddings.weight', [30522, 768]],
          ['embeddings.position_embeddings.weight', [512, 768]],
          ['embeddings.token_type_embeddings.weight', [2, 768]],
          ['embeddings.LayerNorm.weight', [768]],
          ['embeddings.LayerNorm.bias', [768]],
          ...Array.from({ length: 12 }, (_, i) => layer(i)).flat(),
          ['pooler.dense.weight', [768, 768]],
          ['pooler.dense.bias', [768]],
        ],
      },
    },
  },
});

describeArchitecture('BERTForSequenceClassification', {
  make: () => new BERTForSequenceClassification({ ...tiny, numClasses: 3 }),
  inputs: [batch],
  output: [3, 3],
  targets: { shape: [3], dtype: 'int32', low: 0, high: 3 },
  loss: crossEntropy,
  skip: elsewhere,
});

describe('BERT and its heads', () => {
  forEachBackend(
    () => {
      it('sees the same text with padding as without, and the mean leaves padding out', async () => {
        const model = new BERT(tiny).eval();
        const keyPaddingMask = tensor(
          [
            [1, 1, 1, 0, 0],
            [1, 1, 1, 1, 1],
            [0, 0, 0, 0, 0],
          ],
          { dtype: 'bool' },
        );
        const rows = tokens([1, 2, 3, 8, 8], [4, 5, 6, 7, 0], [1, 1, 1, 1, 1]);
        const { hidden, pooled } = model.forward(rows, { keyPaddingMask });
        const alone = model.forward(tokens([1, 2, 3]));
        expectClose(await hidden.slice(0, 1).narrow(1, 0, 3).data(), await alone.hidden.data());
        expectClose(await pooled!.slice(0, 1).data(), await alone.pooled!.data());
        const means = model.embed(rows, { keyPaddingMask });
        expectClose(await means.select(0, 0).data(), await alone.hidden.mean({ axis: 1 }).data());
        expect([...(await means.select(0, 2).data())]).toEqual(new Array(12).fill(0));
        expect([...(await hidden.data())].every(Number.isFinite)).toBe(true);
        expectClose(
          await model.embed(rows, { keyPaddingMask, pooling: 'first' }).data(),
          await hidden.select(1, 0).data(),
        );
      });
    },
    { skip: elsewhere },
  );

  beforeAll(() => useBackend(cpu()));

  it('refuse types of texts that the model does not have', () => {
    const text = tokens([1, 2]);
    const failure = (model: BERT, ...types: number[]): (() => unknown) => {
      const tokenTypes = tokens(types);
      return () => model.forward(text, { tokenTypes });
    };
    const model = new BERT(tiny);
    expect(failure(model, 0, 2)).toThrow(
      '[BERT] expected tokenTypes from 0 to 1, got 2 (step 1 of example 0).',
    );
    expect(failure(model, -1, 0)).toThrow('expected tokenTypes from 0 to 1, got -1');
    expect(failure(model, 0, 1, 1)).toThrow('expected tokenTypes of shape [1, 2], as the tokens have');
    expect(failure(new BERT({ ...tiny, numTypes: 1 }), 0, 1)).toThrow(
      'expected tokenTypes of 0, as the model has one',
    );
    const tokenTypes = tensor([[0, 1]]);
    expect(() => model.forward(text, { tokenTypes })).toThrow(
      '[BERT] expected int32 tokenTypes, got float32',
    );
  });

  it('have logits of their shapes', () => {
    const text = tokens([1, 2, 3, 4]);
    const tokenTypes = tokens([0, 0, 1, 1]);
    const shapes = [
      new BERTForMaskedLM(tiny),
      new BERTForTokenClassification({ ...tiny, numClasses: 5 }),
      new BERTForQuestionAnswering(tiny),
    ].map((model) => model.forward(text, { tokenTypes }).shape);
    expect(shapes).toEqual([
      [1, 4, 9],
      [1, 4, 5],
      [1, 4, 2],
    ]);
  });

  it('refuse masks of another kind, and tokens that they lack', () => {
    const model = new BERT({ ...tiny, pooler: false });
    const text = tokens([1, 2, 3]);
    const failure =
      (call: object): (() => unknown) =>
      () =>
        model.forward(text, call);
    expect(failure({ keyPaddingMask: tensor([[0, 0, -1e9]]) })).toThrow(
      '[BERT] expected a keyPaddingMask of dtype bool, got float32.',
    );
    expect(failure({ keyPaddingMask: tensor([[true, false]]) })).toThrow(
      '[BERT] expected a keyPaddingMask of shape [1, 3], as the tokens have, got [1, 2].',
    );
    expect(failure({ tokenTypes: tokens([0]) })).toThrow('expected tokenTypes of shape [1, 3]');
    expect(failure({ attentionMask: text })).toThrow('got attentionMask');
    const outside = noteHostValues(tokens([9]), Int32Array.of(9));
    expect(() => model.forward(outside)).toThrow('expected tokens from 0 to 8, got 9');
    expect(() => model.forward(tokens(new Array(9).fill(1)))).toThrow('at most 8 tokens');
    expect(() => model.embed(text, { pooling: 'pooled' })).toThrow(
      "[BERT.embed] expected pooling to be 'mean', 'first', as there is no pooler, got pooled.",
    );
    expect(() => new BERT({ ...tiny, numHeads: 5 })).toThrow('expected numHeads to divide embedDim');
  });
});
