// internal
import type { KernelTable } from '@neurona/backend';
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
import { broadcastTo } from './kernels/broadcast-to.js';
import { cast } from './kernels/cast.js';
import { concat } from './kernels/concat.js';
import { clampedConv2d, conv2d } from './kernels/conv2d.js';
import { conv2dFilterGrad } from './kernels/conv2d-filter-grad.js';
import { conv2dInputGrad } from './kernels/conv2d-input-grad.js';
import { cumulate } from './kernels/cumulate.js';
import { dequantize } from './kernels/dequantize.js';
import { fill } from './kernels/fill.js';
import { gatedSilu } from './kernels/gated-silu.js';
import { gather } from './kernels/gather.js';
import { lionStep } from './kernels/lion-step.js';
import { matmul } from './kernels/matmul.js';
import { maxPool2d } from './kernels/max-pool2d.js';
import { maxPool2dGrad } from './kernels/max-pool2d-grad.js';
import { pad } from './kernels/pad.js';
import { quantizedMatmul } from './kernels/quantized-matmul.js';
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
import { logSoftmax, softmax, softmaxCrossEntropy } from './kernels/softmax.js';
import { softmaxGrad } from './kernels/softmax-grad.js';
import { normalizeRows, standardize } from './kernels/standardize.js';
import { standardizeGrad } from './kernels/standardize-grad.js';
import { topK } from './kernels/top-k.js';
import { transpose } from './kernels/transpose.js';
import { unary } from './kernels/unary.js';
import type { WebGPURuntime } from './webgpu-runtime.js';

/** Every kernel of the contract, and the fused ones. */
export function webgpuKernels(gpu: WebGPURuntime): KernelTable {
  return {
    fill: fill(gpu),
    range: range(gpu),
    random: random(gpu),
    copy: (x) => gpu.copy(x),
    cast: cast(gpu),
    unary: unary(gpu),
    binary: binary(gpu),
    select: select(gpu),
    reduce: reduce(gpu),
    argReduce: argReduce(gpu),
    cumulate: cumulate(gpu),
    topK: topK(gpu),
    transpose: transpose(gpu),
    broadcastTo: broadcastTo(gpu),
    slice: slice(gpu),
    pad: pad(gpu),
    concat: concat(gpu),
    reverse: reverse(gpu),
    gather: gather(gpu),
    scatterAdd: scatterAdd(gpu),
    matmul: matmul(gpu),
    conv2d: conv2d(gpu),
    conv2dInputGrad: conv2dInputGrad(gpu),
    conv2dFilterGrad: conv2dFilterGrad(gpu),
    maxPool2d: maxPool2d(gpu),
    maxPool2dGrad: maxPool2dGrad(gpu),
    avgPool2d: avgPool2d(gpu),
    avgPool2dGrad: avgPool2dGrad(gpu),
    softmax: softmax(gpu),
    logSoftmax: logSoftmax(gpu),
    softmaxCrossEntropy: softmaxCrossEntropy(gpu),
    softmaxGrad: softmaxGrad(gpu),
    standardize: standardize(gpu),
    standardizeGrad: standardizeGrad(gpu),
    normalizeRows: normalizeRows(gpu),
    rotary: rotary(gpu),
    gatedSilu: gatedSilu(gpu),
    dequantize: dequantize(gpu),
    quantizedMatmul: quantizedMatmul(gpu),
    clampedConv2d: clampedConv2d(gpu),
    attention: attention(gpu),
    attentionGrad: attentionGrad(gpu),
    attentionSoftmax: attentionSoftmax(gpu),
    activation: activation(gpu),
    activationGrad: activationGrad(gpu),
    reluGrad: reluGrad(gpu),
    recurrentStep: recurrentStep(gpu),
    recurrentStepGrad: recurrentStepGrad(gpu),
    sgdStep: sgdStep(gpu),
    adamStep: adamStep(gpu),
    adadeltaStep: adadeltaStep(gpu),
    rmspropStep: rmspropStep(gpu),
    adagradStep: adagradStep(gpu),
    adamaxStep: adamaxStep(gpu),
    lionStep: lionStep(gpu),
  };
}
