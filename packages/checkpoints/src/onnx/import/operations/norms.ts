// internal
import { batchNorm, dropout, instanceNorm, layerNorm } from '@neurona/tensor';
import type { Operation } from '../node-call.js';
import { channelsFirst, channelsLast } from './products.js';

/** In training by the batch, whose mean and variance go into the running ones. */
const batchNormalization: Operation = (call) => {
  const x = call.tensor(0);
  const [weight, bias, runningMean, runningVar] = [1, 2, 3, 4].map((i) => call.tensor(i));
  const y = batchNorm(channelsLast(x), {
    weight,
    bias,
    runningMean,
    runningVar,
    eps: call.attribute('epsilon', 1e-5),
    training: call.context.training,
    momentum: 1 - call.attribute('momentum', 0.9),
  });
  return channelsFirst(y);
};

const layerNormalization: Operation = (call) => {
  const x = call.tensor(0);
  const axis = call.axis(call.attribute('axis', -1), x.ndim);
  const [weight, bias] = [call.tensor(1), call.optional(2)];
  return layerNorm(x, x.shape.slice(axis), { weight, bias, eps: call.attribute('epsilon', 1e-5) });
};

const instanceNormalization: Operation = (call) => {
  const [weight, bias] = [call.tensor(1), call.tensor(2)];
  const settings = { weight, bias, eps: call.attribute('epsilon', 1e-5) };
  return channelsFirst(instanceNorm(channelsLast(call.tensor(0)), settings));
};

/** The share is an attribute in old versions; what is kept is not returned. */
const dropped: Operation = (call) => {
  const x = call.tensor(0);
  if (!call.context.training) return x;
  const ratio = call.has(1) ? call.number(1) : call.attribute('ratio', 0.5);
  return dropout(x, ratio);
};

/** Norms, and dropout. */
export const norms: Readonly<Record<string, Operation>> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  InstanceNormalization: instanceNormalization,
  Dropout: dropped,
};
