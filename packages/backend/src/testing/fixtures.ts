import activation from '../../fixtures/activation.json' with { type: 'json' };
import activationGrad from '../../fixtures/activationGrad.json' with { type: 'json' };
import adadeltaStep from '../../fixtures/adadeltaStep.json' with { type: 'json' };
import adagradStep from '../../fixtures/adagradStep.json' with { type: 'json' };
import adamaxStep from '../../fixtures/adamaxStep.json' with { type: 'json' };
import adamStep from '../../fixtures/adamStep.json' with { type: 'json' };
import argReduce from '../../fixtures/argReduce.json' with { type: 'json' };
import attention from '../../fixtures/attention.json' with { type: 'json' };
import attentionGrad from '../../fixtures/attentionGrad.json' with { type: 'json' };
import attentionSoftmax from '../../fixtures/attentionSoftmax.json' with { type: 'json' };
import avgPool2d from '../../fixtures/avgPool2d.json' with { type: 'json' };
import avgPool2dGrad from '../../fixtures/avgPool2dGrad.json' with { type: 'json' };
import binary from '../../fixtures/binary.json' with { type: 'json' };
import blockAttention from '../../fixtures/blockAttention.json' with { type: 'json' };
import broadcastTo from '../../fixtures/broadcastTo.json' with { type: 'json' };
import cast from '../../fixtures/cast.json' with { type: 'json' };
import clampedConv2d from '../../fixtures/clampedConv2d.json' with { type: 'json' };
import concat from '../../fixtures/concat.json' with { type: 'json' };
import conv2d from '../../fixtures/conv2d.json' with { type: 'json' };
import conv2dFilterGrad from '../../fixtures/conv2dFilterGrad.json' with { type: 'json' };
import conv2dInputGrad from '../../fixtures/conv2dInputGrad.json' with { type: 'json' };
import copy from '../../fixtures/copy.json' with { type: 'json' };
import cumulate from '../../fixtures/cumulate.json' with { type: 'json' };
import dequantize from '../../fixtures/dequantize.json' with { type: 'json' };
import fill from '../../fixtures/fill.json' with { type: 'json' };
import gatedSilu from '../../fixtures/gatedSilu.json' with { type: 'json' };
import gather from '../../fixtures/gather.json' with { type: 'json' };
import lionStep from '../../fixtures/lionStep.json' with { type: 'json' };
import logSoftmax from '../../fixtures/logSoftmax.json' with { type: 'json' };
import matmul from '../../fixtures/matmul.json' with { type: 'json' };
import maxPool2d from '../../fixtures/maxPool2d.json' with { type: 'json' };
import maxPool2dGrad from '../../fixtures/maxPool2dGrad.json' with { type: 'json' };
import normalizeRows from '../../fixtures/normalizeRows.json' with { type: 'json' };
import pad from '../../fixtures/pad.json' with { type: 'json' };
import quantizedMatmul from '../../fixtures/quantizedMatmul.json' with { type: 'json' };
import quantizedProducts from '../../fixtures/quantizedProducts.json' with { type: 'json' };
import random from '../../fixtures/random.json' with { type: 'json' };
import range from '../../fixtures/range.json' with { type: 'json' };
import recurrentStep from '../../fixtures/recurrentStep.json' with { type: 'json' };
import recurrentStepGrad from '../../fixtures/recurrentStepGrad.json' with { type: 'json' };
import reduce from '../../fixtures/reduce.json' with { type: 'json' };
import reluGrad from '../../fixtures/reluGrad.json' with { type: 'json' };
import reverse from '../../fixtures/reverse.json' with { type: 'json' };
import rmspropStep from '../../fixtures/rmspropStep.json' with { type: 'json' };
import rotary from '../../fixtures/rotary.json' with { type: 'json' };
import scatterAdd from '../../fixtures/scatterAdd.json' with { type: 'json' };
import select from '../../fixtures/select.json' with { type: 'json' };
import sgdStep from '../../fixtures/sgdStep.json' with { type: 'json' };
import slice from '../../fixtures/slice.json' with { type: 'json' };
import softmax from '../../fixtures/softmax.json' with { type: 'json' };
import softmaxCrossEntropy from '../../fixtures/softmaxCrossEntropy.json' with { type: 'json' };
import softmaxGrad from '../../fixtures/softmaxGrad.json' with { type: 'json' };
import standardize from '../../fixtures/standardize.json' with { type: 'json' };
import standardizeGrad from '../../fixtures/standardizeGrad.json' with { type: 'json' };
import topK from '../../fixtures/topK.json' with { type: 'json' };
import transpose from '../../fixtures/transpose.json' with { type: 'json' };
import unary from '../../fixtures/unary.json' with { type: 'json' };
import type { KernelName } from '../kernels.js';
import type { KernelFixtures } from './kernel-case.js';

/** Calls of every kernel and their golden values, by torch and numpy. */
export const kernelFixtures: KernelFixtures = {
  adadeltaStep,
  adagradStep,
  adamaxStep,
  adamStep,
  argReduce,
  attention,
  attentionGrad,
  attentionSoftmax,
  avgPool2d,
  avgPool2dGrad,
  binary,
  broadcastTo,
  cast,
  clampedConv2d,
  concat,
  conv2d,
  conv2dFilterGrad,
  conv2dInputGrad,
  copy,
  cumulate,
  dequantize,
  fill,
  gather,
  lionStep,
  logSoftmax,
  matmul,
  maxPool2d,
  maxPool2dGrad,
  pad,
  quantizedMatmul,
  quantizedProducts,
  random,
  range,
  recurrentStep,
  recurrentStepGrad,
  reduce,
  activation,
  activationGrad,
  reluGrad,
  reverse,
  rmspropStep,
  scatterAdd,
  select,
  sgdStep,
  slice,
  softmax,
  softmaxCrossEntropy,
  softmaxGrad,
  standardize,
  standardizeGrad,
  normalizeRows,
  rotary,
  gatedSilu,
  blockAttention,
  topK,
  transpose,
  unary,
} satisfies Record<KernelName, unknown> as unknown as KernelFixtures;
