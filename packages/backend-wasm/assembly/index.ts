// The kernels that TypeScript calls. Arrays are passed by address; sizes and strides are in elements.

/** The first address that the module leaves to its user. */
export const heapBase: usize = __heap_base;

export { activation, activationGrad } from './activation';
export { useArea } from './area';
export { attentionSoftmax, softmaxGrad } from './attention';
export { blockAttention, blockAttentionScratchBytes } from './block-attention';
export { binaryBool, binaryFloat, binaryInt, binaryStrided, binaryStridedPart } from './binary';
export {
  conv2d, conv2dFilterGrad, conv2dInputGrad, convPack, convPanelBytes, convParts, convPieces, convScratchBytes, convTapBlocks,
  turnKernel,
} from './conv';
export { cumulateFloat, cumulateInt } from './cumulate';
export { depthwiseConv2d, depthwiseFilterGrad, depthwiseInputGrad, depthwiseParts } from './depthwise';
export { cast, copyBytes, fillBytes, fillWords, rangeFloat, rangeInt } from './fill';
export { gatedSilu } from './gated-silu';
export { gather, scatterAddFloat, scatterAddInt } from './gather';
export { gemm, gemmBatch, gemmPack, gemmPart, gemmScratchBytes } from './gemm';
export { addRowParts, rowPartCount, rowParts } from './gemv';
export {
  isLargeTiled, largeTilesBlocks, largeTilesConv2d, largeTilesKernel, largeTilesKernelBytes, largeTilesScratchBytes,
} from './large-tiles';
export { adagradStep, adamaxStep, lionStep, rmspropStep } from './more-optimizers';
export { adadeltaStep, adamStep, sgdStep } from './optimizer';
export { avgPool2d, avgPool2dGrad, maxPool2d, maxPool2dGrad } from './pool';
export { dequantize, quantizedGemm, quantizedScratchBytes } from './quantized';
export { addsBytes, preparedRowBytes, prepareRow, quantizedRow, rowUnits } from './quantized-row';
export { bitsToNormal, bitsToUniform, randomBits } from './random';
export { recurrentStep, recurrentStepGrad } from './recurrent';
export {
  addArrays, addChunks, argFloat, argInt, chunkCount, divideFloat, reduceBool, reduceFloat, reduceInt, sumChunks,
} from './reduce';
export { select, selectPart } from './select';
export { rotary } from './rotary';
export { logSoftmax, softmax, softmaxCrossEntropy } from './softmax';
export { topK } from './sort';
export { normalizeRows, standardize, standardizeGrad } from './standardize';
export { copyStrided, copyStridedPart, transposeStrided, transposeStridedPart } from './strided';
export {
  isWinograd, winogradBlocks, winogradConv2d, winogradFilterGrad, winogradFilterSums, winogradKernel, winogradKernelBytes,
  winogradParts, winogradPieces, winogradScratchBytes,
} from './winograd';
export { logicalNot, reluGrad, unaryFloat, unaryInt, unaryTest, wholePower } from './unary';
export { attention, attentionGrad, attentionScratchBytes } from './whole-attention';
