// internal: names that other libraries have for options, for messages about options that don't exist

/** Names of options elsewhere, without capitals and underscores, and those that may stand for them here. */
export const foreignNames: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    // training
    lr: ['learningRate', 'baseLearningRate', 'maxLearningRate'],
    maxlr: ['maxLearningRate'],
    baselr: ['minLearningRate', 'baseLearningRate'],
    wd: ['weightDecay'],
    decay: ['weightDecay'],
    l2: ['weightDecay'],
    beta1: ['betas'],
    beta2: ['betas'],
    epsilon: ['eps'],
    criterion: ['loss'],
    lossfn: ['loss'],
    validationdata: ['validation'],
    valdata: ['validation'],
    numepochs: ['epochs'],
    numworkers: ['workers'],
    batch: ['batchSize'],
    seed: ['rng'],
    generator: ['rng'],
    randomstate: ['rng', 'seed'],
    // axes and windows
    dim: ['axis', 'axes'],
    dims: ['axes', 'axis'],
    axes: ['axis'],
    axis: ['axes'],
    keepdim: ['keepDims'],
    strides: ['stride'],
    pad: ['padding'],
    dilationrate: ['dilation'],
    usebias: ['bias'],
    unbiased: ['correction'],
    ddof: ['correction'],
    // losses
    weight: ['classWeights', 'weights'],
    reduce: ['reduction'],
  }),
);

/** Sizes that stand before the options here, where other libraries name them. */
export const foreignSizes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    units: 'outFeatures',
    filters: 'outChannels',
    infeatures: 'inFeatures',
    outfeatures: 'outFeatures',
    inchannels: 'inChannels',
    outchannels: 'outChannels',
    kernelsize: 'kernelSize',
    poolsize: 'kernelSize',
    inputdim: 'vocabSize',
    outputdim: 'embedDim',
    embeddingdim: 'embedDim',
    numembeddings: 'vocabSize',
    hiddensize: 'hiddenSize',
  }),
);
