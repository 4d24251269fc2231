import { setFlagsFromString } from 'node:v8';
import { describeBackend } from '@neurona/backend/testing';
import { describe, expect, it } from 'vitest';
import { wasm } from './wasm.js';

setFlagsFromString('--experimental-wasm-relaxed-simd'); // Node 20 has it behind a flag

describe('with relaxed SIMD', () => describeBackend(wasm()));
describe('without relaxed SIMD', () => describeBackend(wasm({ relaxedSimd: false })));

describe('start', () => {
  it('gives a backend that computes without waiting', async () => {
    const backend = wasm({ threads: 2 }).start();
    const { kernels } = backend;
    const x = kernels.fill([1000, 1000], 3, 'float32');
    expect((await backend.read(kernels.reduce('sum', x, [0, 1])))[0]).toBe(3_000_000);
    expect(backend.description).toContain('2 threads');
    backend.dispose();
  });
});
