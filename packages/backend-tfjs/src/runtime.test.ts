import { BackendError, type DeviceArray } from '@neurona/backend';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { env } from '@tensorflow/tfjs-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { isFaulty } from './faults.js';
import { dataOf, TfjsRuntime } from './runtime.js';

describe('TfjsRuntime', () => {
  let t: TfjsRuntime;
  let x: DeviceArray;
  beforeEach(() => {
    env().set('PROD', true); // no banner
    t = new TfjsRuntime('cpu', new MathBackendCPU());
    x = t.write(new Float32Array([1, -2, 3, -4]), [2, 2], 'float32');
  });

  const read = (array: DeviceArray) => t.tfjs.readSync(dataOf(array));

  it('runs a kernel and counts its result', () => {
    const y = t.run('Neg', { x });
    expect(read(y)).toEqual(new Float32Array([-1, 2, -3, 4]));
    expect(t.memory()).toEqual({ buffers: 2, bytes: 32 });
    t.free(y);
    t.free(x);
    expect(t.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('copies what tfjs hands back unchanged', () => {
    const y = t.run('Identity', { x });
    expect(y.buffer).not.toBe(x.buffer);
    t.free(x);
    expect(read(y)).toEqual(new Float32Array([1, -2, 3, -4]));
  });

  it('frees the temporaries of a composition', () => {
    const y = t.compose(() => t.run('Abs', { x: t.run('Neg', { x }) }));
    expect(read(y)).toEqual(new Float32Array([1, 2, 3, 4]));
    expect(t.memory()).toEqual({ buffers: 2, bytes: 32 });
  });

  it('keeps what a composition returns under another shape or by name', () => {
    const { first, second } = t.compose(() => ({
      first: t.view(t.run('Neg', { x }), [4]),
      second: t.compose(() => t.run('Abs', { x: t.run('Neg', { x }) })),
    }));
    expect([first.shape, second.shape]).toEqual([[4], [2, 2]]);
    expect(t.memory().buffers).toBe(3);
    t.free(first);
    t.free(second);
    expect(t.memory()).toEqual({ buffers: 1, bytes: 16 });
  });

  it('frees everything when a composition fails', () => {
    const failing = () =>
      t.compose(() => {
        t.run('Neg', { x });
        return t.run('NoSuchKernel', { x });
      });
    expect(failing).toThrow(BackendError);
    expect(failing).toThrow('[cpu] expected the tfjs kernel NoSuchKernel, got none.');
    expect(t.memory()).toEqual({ buffers: 1, bytes: 16 });
  });

  it('overwrites an array, also under another shape, and leaves those who share its data as they were', () => {
    const shared = t.share({ dataId: dataOf(x), shape: [2, 2], dtype: 'float32' });
    const view = t.view(x, [4]);
    t.assign(x, t.write(new Float32Array([5, 6, 7, 8]), [2, 2], 'float32'));
    expect([read(x), read(view), read(shared)].map((values) => Array.from(values as Float32Array))).toEqual([
      [5, 6, 7, 8],
      [5, 6, 7, 8],
      [1, -2, 3, -4],
    ]);
  });

  it('knows which kernels there are and which of them to trust', () => {
    expect([t.has('Add'), t.has('NoSuchKernel')]).toEqual([true, false]);
    expect(t.trusts('Maximum')).toBe(true);
    expect([isFaulty('Maximum', 'wasm'), isFaulty('Maximum', 'webgl')]).toEqual([true, true]);
    expect([isFaulty('Add', 'wasm'), isFaulty('Maximum', 'webgpu')]).toEqual([false, false]);
  });
});
