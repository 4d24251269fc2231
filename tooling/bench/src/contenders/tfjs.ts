import * as tf from '@tensorflow/tfjs-core';
import * as tfLayers from '@tensorflow/tfjs-layers';
import {
  type HostArray,
  type LayerSpec,
  type OptimizerSpec,
  type Start,
  type Workload,
  weightArrays,
} from '../workloads/workload.js';
import { type Contender, groupsOf } from './contender.js';
import { startTfjs, type TfjsBackend } from './tfjs-engine.js';

/** TensorFlow.js with its own layers and optimizers. Its loss takes one-hot targets, made beforehand. */
export async function tfjs(workload: Workload, start: Start, backend: TfjsBackend): Promise<Contender> {
  await startTfjs(backend);
  const model = tfLayers.sequential();
  for (const [i, layer] of workload.layers.entries()) model.add(layerOf(layer, i === 0, workload));
  const initial = weightArrays(start.weights).map(upload);
  model.setWeights(initial);
  for (const array of initial) array.dispose();
  const optimizer = optimizerOf(workload.optimizer);
  const batches = start.batches.map(({ inputs, targets }) => ({
    x: upload(inputs),
    y: tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(targets, 'int32'), workload.classes), 'float32')),
  }));
  const step = (batch: number) => {
    const { x, y } = batches[batch]!;
    const forward = (): tf.Scalar => {
      const logits = model.apply(x, { training: true }) as tf.Tensor;
      return tf.losses.softmaxCrossEntropy(y, logits);
    };
    const loss = optimizer.minimize(forward, true)!;
    return {
      async read() {
        const [value] = await loss.data();
        loss.dispose();
        return value!;
      },
      drop: () => loss.dispose(),
    };
  };
  const run = groupsOf(step, batches.length);
  return {
    name: `tfjs ${backend}`,
    device: `tfjs ${tf.version_core} with its layers and optimizers, ${backend}`,
    async run(steps) {
      await startTfjs(backend); // another contender may have switched
      return run(steps);
    },
    async close() {
      for (const { x, y } of batches) for (const array of [x, y]) array.dispose();
      optimizer.dispose();
      model.dispose();
    },
  };
}

const upload = ({ values, shape }: HostArray<Float32Array | Int32Array>): tf.Tensor =>
  tf.tensor(values, [...shape], 'float32');

function layerOf(spec: LayerSpec, isFirst: boolean, { exampleShape }: Workload): tfLayers.layers.Layer {
  const input = isFirst ? { inputShape: [...exampleShape] } : {};
  switch (spec.kind) {
    case 'conv':
      return tfLayers.layers.conv2d({ filters: spec.outputs, kernelSize: spec.kernelSize, ...input });
    case 'linear':
      return tfLayers.layers.dense({ units: spec.outputs, ...input });
    case 'lstm':
      throw new Error('left out: its LSTM has one bias, which Adam moves half as far as two');
    case 'positions':
    case 'block':
    case 'norm':
      throw new Error('left out: its layers have no attention');
    case 'embedding':
      return tfLayers.layers.embedding({ inputDim: spec.inputs, outputDim: spec.outputs, ...input });
    case 'pool':
      return tfLayers.layers.maxPooling2d({ poolSize: spec.kernelSize });
    case 'flatten':
      return tfLayers.layers.flatten();
    case 'relu':
      return tfLayers.layers.activation({ activation: 'relu' });
  }
}

function optimizerOf(spec: OptimizerSpec): tf.Optimizer {
  if (spec.kind === 'sgd') return tf.train.momentum(spec.learningRate, spec.momentum);
  return tf.train.adam(spec.learningRate, spec.beta1, spec.beta2, spec.eps);
}
