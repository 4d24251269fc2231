import { type Backend, useBackend } from '@neurona/backend';
import { fromTfjs, toTfjs } from '@neurona/backend-tfjs';
import { memoryScope, Parameter, type Tensor, tensor } from '@neurona/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { nodeGpu } from './node-gpu.js';

const device = await nodeGpu().probe();
const title = device.available ? device.description : device.reason;

describe.skipIf(!device.available)(`tensors beside TensorFlow.js (${title})`, () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await useBackend(nodeGpu());
  });

  /** TensorFlow's tensors, what its engine counts, and ours. */
  const alive = () => {
    const native = tf.backend() as tf.KernelBackend & { getNumOfTFTensors(): number };
    const { numTensors, numDataBuffers } = tf.memory();
    return { native: native.getNumOfTFTensors(), numTensors, numDataBuffers, ours: backend.memory().buffers };
  };

  it('says what computes', () => {
    expect(backend.name).toBe('node-gpu');
    expect(backend.description).toMatch(/^TensorFlow [\d.]+ on (CUDA|the CPU), by tfjs-node/);
  });

  it('cross over in the shape that they have', () => {
    const x = tensor([1, 2, 3, 4, 5, 6]).reshape([2, 3]);
    expect(toTfjs(x).arraySync()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(tf.matMul(toTfjs(x), toTfjs(x), false, true).arraySync()).toEqual([
      [14, 32],
      [32, 77],
    ]);
  });

  it('outlive a tidy of TensorFlow.js in which they were made', async () => {
    const made: Tensor[] = [];
    tf.tidy(() => {
      made.push(fromTfjs(tf.relu(tf.tensor1d([-1, 2]))).mul(3));
    });
    expect(await made[0]!.array()).toEqual([0, 6]);
  });

  it('leave as many behind as were there, on both sides and in the library, step after step', async () => {
    const weight = new Parameter(tensor([[1, 2, 3]]));
    const step = () => {
      using scope = memoryScope();
      const x = tensor([[1], [2]]);
      const loss = x.matmul(weight).reshape([3, 2]).pow(2).mean();
      loss.backward();
      weight.assign(weight.sub(weight.grad!.mul(0.01)));
      weight.grad!.dispose();
      weight.grad = undefined;
      return scope.keep(loss);
    };
    const losses: number[] = [];
    const counts: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      using loss = step();
      losses.push(await loss.item());
      if (i > 0) counts.push(alive());
    }
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
    expect(counts).toEqual(counts.map(() => counts[0]));
  });
});
