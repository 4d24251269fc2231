// internal
import type { FusedKernels, KernelTable } from '@neurona/backend';
import type { CpuRuntime } from './cpu-runtime.js';
import { activation, activationGrad } from './kernels/activation.js';
import { adadeltaStep } from './kernels/adadelta-step.js';
import { adagradStep } from './kernels/adagrad-step.js';
import { adamStep } from './kernels/adam-step.js';
import { adamaxStep } from './kernels/adamax-step.js';
import { argReduce } from './kernels/arg-reduce.js';
import { attention } from './kernels/attention.js';
import { attentionGrad } from './kernels/attention-grad.js';
import { attentionSoftmax } from './kernels/attention-softmax.js';
import { avgPool2d } from './kernels/avg-pool2d.js';
import { avgPool2dGrad } from './kernels/avg-pool2d-grad.js';
import { binary } from './kernels/binary.js';
import { blockAttention } from './kernels/block-attention.js';
import { broadcastTo } from './kernels/broadcast-to.js';
import { cast } from './kernels/cast.js';
import { clampedConv2d } from './kernels/clamped-conv2d.js';
import { concat } from './kernels/concat.js';
import { conv2d } from './kernels/conv2d.js';
import { conv2dFilterGrad } from './kernels/conv2d-filter-grad.js';
import { conv2dInputGrad } from './kernels/conv2d-input-grad.js';
import { copy } from './kernels/copy.js';
import { cumulate } from './kernels/cumulate.js';
import { dequantize } from './kernels/dequantize.js';
import { fill } from './kernels/fill.js';
import { gatedSilu } from './kernels/gated-silu.js';
import { gather } from './kernels/gather.js';
import { lionStep } from './kernels/lion-step.js';
import { logSoftmax } from './kernels/log-softmax.js';
import { matmul } from './kernels/matmul.js';
import { maxPool2d } from './kernels/max-pool2d.js';
import { maxPool2dGrad } from './kernels/max-pool2d-grad.js';
import { normalizeRows } from './kernels/normalize-rows.js';
import { pad } from './kernels/pad.js';
import { quantizedMatmul } from './kernels/quantized-matmul.js';
import { quantizedProducts } from './kernels/quantized-products.js';
import { random } from './kernels/random.js';
import { range } from './kernels/range.js';
import { recurrentStep } from './kernels/recurrent-step.js';
import { recurrentStepGrad } from './kernels/recurrent-step-grad.js';
import { reduce } from './kernels/reduce.js';
import { reluGrad } from './kernels/relu-grad.js';
import { reverse } from './kernels/reverse.js';
import { rmspropStep } from './kernels/rmsprop-step.js';
import { rotary } from './kernels/rotary.js';
import { scatterAdd } from './kernels/scatter-add.js';
import { select } from './kernels/select.js';
import { sgdStep } from './kernels/sgd-step.js';
import { slice } from './kernels/slice.js';
import { softmax } from './kernels/softmax.js';
import { softmaxCrossEntropy } from './kernels/softmax-cross-entropy.js';
import { softmaxGrad } from './kernels/softmax-grad.js';
import { standardize } from './kernels/standardize.js';
import { standardizeGrad } from './kernels/standardize-grad.js';
import { topK } from './kernels/top-k.js';
import { transpose } from './kernels/transpose.js';
import { unary } from './kernels/unary.js';

/** Every kernel of the contract, and the fused ones. */
export function cpuKernels(t: CpuRuntime): KernelTable & FusedKernels {
  return {
    fill: fill(t),
    range: range(t),
    random: random(t),
    copy: copy(t),
    cast: cast(t),
    unary: unary(t),
    binary: binary(t),
    select: select(t),
    reduce: reduce(t),
    argReduce: argReduce(t),
    cumulate: cumulate(t),
    topK: topK(t),
    transpose: transpose(t),
    broadcastTo: broadcastTo(t),
    slice: slice(t),
    pad: pad(t),
    clampedConv2d: clampedConv2d(t),
    concat: concat(t),
    reverse: reverse(t),
    gather: gather(t),
    scatterAdd: scatterAdd(t),
    matmul: matmul(t),
    conv2d: conv2d(t),
    conv2dInputGrad: conv2dInputGrad(t),
    conv2dFilterGrad: conv2dFilterGrad(t),
    maxPool2d: maxPool2d(t),
    maxPool2dGrad: maxPool2dGrad(t),
    avgPool2d: avgPool2d(t),
    avgPool2dGrad: avgPool2dGrad(t),
    softmax: softmax(t),
    logSoftmax: logSoftmax(t),
    softmaxCrossEntropy: softmaxCrossEntropy(t),
    softmaxGrad: softmaxGrad(t),
    standardize: standardize(t),
    standardizeGrad: standardizeGrad(t),
    normalizeRows: normalizeRows(t),
    rotary: rotary(t),
    gatedSilu: gatedSilu(t),
    blockAttention: blockAttention(t),
    dequantize: dequantize(t),
    quantizedMatmul: quantizedMatmul(t),
    quantizedProducts: quantizedProducts(t),
    attention: attention(t),
    attentionGrad: attentionGrad(t),
    attentionSoftmax: attentionSoftmax(t),
    activation: activation(t),
    activationGrad: activationGrad(t),
    reluGrad: reluGrad(t),
    recurrentStep: recurrentStep(t),
    recurrentStepGrad: recurrentStepGrad(t),
    sgdStep: sgdStep(t),
    adamStep: adamStep(t),
    adadeltaStep: adadeltaStep(t),
    rmspropStep: rmspropStep(t),
    adagradStep: adagradStep(t),
    adamaxStep: adamaxStep(t),
    lionStep: lionStep(t),
  };
}
