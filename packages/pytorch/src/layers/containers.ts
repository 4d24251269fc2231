// internal: containers, linear layers, embeddings, dropout

import { torchCase } from '@neurona/checkpoints';
import {
  AlphaDropout,
  Bilinear,
  Dropout,
  Embedding,
  EmbeddingBag,
  GaussianDropout,
  GaussianNoise,
  Identity,
  Linear,
  ModuleDict,
  ModuleList,
  Parallel,
  Residual,
  Sequential,
  SpatialDropout,
  StochasticDepth,
} from '@neurona/layers';
import { call, callOf } from '../python/expression.js';
import { dimOf, isImage, isSequence, type LayerRow, row } from './layer-row.js';

export const containers: readonly LayerRow[] = [
  row(Sequential, ({ layers }, place) =>
    callOf(
      'nn.Sequential',
      layers.map((layer, i) => place.item(String(i), layer)),
    ),
  ),
  row(ModuleList, ({ items }, place) =>
    callOf(
      'nn.ModuleList',
      items.map((item, i) => place.item(String(i), item)),
    ),
  ),
  row(ModuleDict, ({ items }, place) => {
    const named = Object.entries(items).map(([name, item]) => [
      torchCase(name),
      [place.item(name, item)] as const,
    ]);
    return call('nn.ModuleDict', { modules: call('dict', {}, Object.fromEntries(named)) });
  }),
  row(Residual, ({ body, shortcut }, place) =>
    call(
      'Residual',
      { body: place.item('body', body) },
      { shortcut: [shortcut ? place.item('shortcut', shortcut) : null, null] },
    ),
  ),
  row(Parallel, ({ branches, combine, axis }, place) =>
    call(
      'Parallel',
      Object.fromEntries(branches.map((branch, i) => [String(i), place.item(`branches.${i}`, branch)])),
      { combine: [combine, 'concat'], dim: [dimOf(axis, place), 1] },
    ),
  ),
  row(Identity, () => call('nn.Identity')),
  row(Linear, ({ inFeatures, outFeatures, bias }, place) =>
    call(
      isImage(place) ? 'ImageLinear' : 'nn.Linear',
      { in_features: inFeatures, out_features: outFeatures },
      { bias: [bias !== undefined, true] },
    ),
  ),
  row(Bilinear, ({ inFeatures1, inFeatures2, outFeatures, bias }) =>
    call(
      'nn.Bilinear',
      { in1_features: inFeatures1, in2_features: inFeatures2, out_features: outFeatures },
      { bias: [bias !== undefined, true] },
    ),
  ),
  row(Embedding, ({ vocabSize, embedDim, options }) => {
    const { paddingIndex = null, maxNorm = null, normType = 2, scaleGradByFrequency = false } = options;
    return call(
      'nn.Embedding',
      { num_embeddings: vocabSize, embedding_dim: embedDim },
      {
        padding_idx: [paddingIndex, null],
        max_norm: [maxNorm, null],
        norm_type: [normType, 2],
        scale_grad_by_freq: [scaleGradByFrequency, false],
      },
    );
  }),
  row(EmbeddingBag, ({ vocabSize, embedDim, mode, paddingIndex = null }) =>
    call(
      'nn.EmbeddingBag',
      { num_embeddings: vocabSize, embedding_dim: embedDim },
      { mode: [mode, 'mean'], padding_idx: [paddingIndex, null] },
    ),
  ),
  row(Dropout, ({ probability }) => call('nn.Dropout', { p: probability })),
  row(AlphaDropout, ({ probability }) => call('nn.AlphaDropout', { p: probability })),
  row(SpatialDropout, ({ probability }, place) => {
    if (isSequence(place)) return call('SequenceDropout1d', { p: probability });
    return call(place.input?.length === 5 ? 'nn.Dropout3d' : 'nn.Dropout2d', { p: probability });
  }),
  row(GaussianDropout, ({ probability }) => call('GaussianDropout', { probability })),
  row(GaussianNoise, ({ std }) => call('GaussianNoise', { std })),
  row(StochasticDepth, ({ probability }) => call('StochasticDepth', { probability })),
];
