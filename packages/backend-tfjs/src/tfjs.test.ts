import { devices, hasBackend, setBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Parameter, tensor } from '@neurona/tensor';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fromTfjs, toTfjs } from './crossing.js';
import { startTfjs } from './testing/start-tfjs.js';
import { tfjs } from './tfjs.js';

beforeAll(async () => {
  await startTfjs('wasm');
  await startTfjs('cpu');
});

beforeEach(async () => {
  await tf.setBackend('cpu');
  await useBackend(tfjs());
});

describe('tfjs', () => {
  it('runs on the active backend of TensorFlow.js, and on another one without making it active', async () => {
    expect((await useBackend(tfjs())).name).toBe('tfjs-cpu');
    expect((await useBackend(tfjs('wasm'))).name).toBe('tfjs-wasm');
    expect(tf.getBackend()).toBe('cpu');
    const x = tensor([1, 2, 3], { requiresGrad: true });
    x.square().sum().backward();
    expect(await x.grad!.array()).toEqual([2, 4, 6]);
  });

  it('says what to import where TensorFlow.js has no such backend', async () => {
    const [device] = await devices(tfjs('webgl'));
    expect(device).toMatchObject({ name: 'tfjs-webgl', available: false });
    await expect(tfjs('webgl').create()).rejects.toThrow(
      "[tfjs] expected a TensorFlow.js backend webgl that starts, got TensorFlow.js has no backend 'webgl' here: import its package",
    );
  });

  it('frees its own tensors on disposal, and leaves those of TensorFlow.js', async () => {
    const before = tf.memory().numDataBuffers;
    const theirs = tf.tensor([1, 2]);
    const backend = await useBackend(tfjs());
    const ours = tensor([3, 4]);
    const shared = fromTfjs(theirs);
    expect(backend.memory().buffers).toBe(2);
    backend.dispose();
    expect(theirs.arraySync()).toEqual([1, 2]);
    theirs.dispose();
    expect(tf.memory().numDataBuffers).toBe(before);
    for (const x of [ours, shared]) x.dispose();
    await useBackend(tfjs());
  });
});

describe.each(['cpu', 'wasm'])('tensors that cross over on %s', (name) => {
  beforeEach(async () => {
    await tf.setBackend(name);
    await useBackend(tfjs());
  });

  it('come without a copy, and outlive each other', async () => {
    const theirs = tf.tensor([
      [1, 2],
      [3, 4],
    ]);
    const ours = fromTfjs(theirs);
    expect(ours.shape).toEqual([2, 2]);
    theirs.dispose();
    expect(await ours.matmul([[1], [1]]).array()).toEqual([[3], [7]]);
  });

  it('go without a copy, and outlive each other', async () => {
    const ours = tensor([1, -2], { dtype: 'int32' });
    const theirs = toTfjs(ours);
    expect([theirs.dtype, theirs.shape]).toEqual(['int32', [2]]);
    ours.dispose();
    expect(await tf.add(theirs, 1).array()).toEqual([2, -1]);
    theirs.dispose();
  });

  it('feed a model of the one with outputs of the other', async () => {
    const weights = new Parameter(tensor([[1], [2]]));
    const features = tf.tidy(() =>
      tf.relu(
        tf.tensor([
          [1, -1],
          [2, 3],
        ]),
      ),
    );
    const loss = fromTfjs(features).matmul(weights).sum();
    loss.backward();
    expect(await weights.grad!.array()).toEqual([[3], [3]]);
    const kept = toTfjs(weights);
    weights.assign(tensor([[5], [6]]));
    expect([await weights.array(), kept.arraySync()]).toEqual([
      [[5], [6]],
      [[1], [2]],
    ]);
  });
});

describe('tensors that can not cross over', () => {
  it('are on another device', async () => {
    const theirs = tf.tensor([1]);
    await useBackend(cpu());
    expect(hasBackend()).toBe(true);
    expect(() => fromTfjs(theirs)).toThrow(
      '[fromTfjs] expected a tensor on the current backend, got cpu, and a tensor',
    );
    expect(() => toTfjs(tensor([1]))).toThrow(
      '[toTfjs] expected a tensor on a backend of TensorFlow.js, got cpu.',
    );
    setBackend(await tfjs().create());
    await tf.setBackend('wasm');
    expect(() => fromTfjs(tf.tensor([1]))).toThrow('a tensor that is elsewhere');
  });

  it('hold texts or complex numbers', () => {
    expect(() => fromTfjs(tf.tensor(['a']))).toThrow(
      '[fromTfjs] expected a tensor of float32, int32 or bool, got string.',
    );
  });
});
