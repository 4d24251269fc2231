import type { FusedKernels, Kernels } from '@neurona/backend';
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
import type { WasmRuntime } from './runtime.js';

/** Every kernel of the contract, on one runtime. */
export function kernelTable(wasm: WasmRuntime): Kernels & FusedKernels {
  return {
    adadeltaStep: adadeltaStep(wasm),
    rmspropStep: rmspropStep(wasm),
    adagradStep: adagradStep(wasm),
    adamaxStep: adamaxStep(wasm),
    lionStep: lionStep(wasm),
    activation: activation(wasm),
    activationGrad: activationGrad(wasm),
    adamStep: adamStep(wasm),
    argReduce: argReduce(wasm),
    attention: attention(wasm),
    attentionGrad: attentionGrad(wasm),
    attentionSoftmax: attentionSoftmax(wasm),
    avgPool2dGrad: avgPool2dGrad(wasm),
    avgPool2d: avgPool2d(wasm),
    binary: binary(wasm),
    broadcastTo: broadcastTo(wasm),
    cast: cast(wasm),
    clampedConv2d: clampedConv2d(wasm),
    concat: concat(wasm),
    conv2dFilterGrad: conv2dFilterGrad(wasm),
    conv2dInputGrad: conv2dInputGrad(wasm),
    conv2d: conv2d(wasm),
    copy: copy(wasm),
    cumulate: cumulate(wasm),
    fill: fill(wasm),
    gather: gather(wasm),
    logSoftmax: logSoftmax(wasm),
    matmul: matmul(wasm),
    maxPool2dGrad: maxPool2dGrad(wasm),
    maxPool2d: maxPool2d(wasm),
    pad: pad(wasm),
    dequantize: dequantize(wasm),
    quantizedMatmul: quantizedMatmul(wasm),
    quantizedProducts: quantizedProducts(wasm),
    random: random(wasm),
    range: range(wasm),
    recurrentStep: recurrentStep(wasm),
    recurrentStepGrad: recurrentStepGrad(wasm),
    reduce: reduce(wasm),
    reluGrad: reluGrad(wasm),
    reverse: reverse(wasm),
    scatterAdd: scatterAdd(wasm),
    select: select(wasm),
    sgdStep: sgdStep(wasm),
    slice: slice(wasm),
    softmaxCrossEntropy: softmaxCrossEntropy(wasm),
    softmaxGrad: softmaxGrad(wasm),
    standardize: standardize(wasm),
    standardizeGrad: standardizeGrad(wasm),
    normalizeRows: normalizeRows(wasm),
    rotary: rotary(wasm),
    gatedSilu: gatedSilu(wasm),
    blockAttention: blockAttention(wasm),
    softmax: softmax(wasm),
    topK: topK(wasm),
    transpose: transpose(wasm),
    unary: unary(wasm),
  };
}
