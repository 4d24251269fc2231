import { describe, expect, it } from 'vitest';
import { describeRate, torchEnvironment } from './torch-environment.js';

describe('the environment of PyTorch', () => {
  it.each([
    ['fpu sse avx avx2 fma avx512f avx512dq avx512bw avx512vl', 'SkylakeX'],
    ['fpu sse avx avx2 fma avx512f', 'Haswell'],
    ['fpu sse avx', 'Sandybridge'],
    ['fpu sse', undefined],
    ['', undefined],
  ])('names the kernels for a processor with %s', (flags, coreType) => {
    const env = torchEnvironment({ PATH: '/bin', OPENBLAS_L2_SIZE: '64' }, flags);
    expect(env.OPENBLAS_CORETYPE).toBe(coreType);
    expect(env).not.toHaveProperty('OPENBLAS_L2_SIZE');
    expect(env).toMatchObject({ PATH: '/bin', OMP_NUM_THREADS: '1' });
  });

  it("leaves a user's choice", () => {
    expect(torchEnvironment({ OPENBLAS_CORETYPE: 'Zen' }, 'avx2 fma').OPENBLAS_CORETYPE).toBe('Zen');
  });
});

it('says when the rate of a product is implausible', () => {
  expect(describeRate(151.4, 40, 'avx avx2')).toBe('matmul 151 GFLOP/s');
  expect(describeRate(31.2, 22.8, 'avx')).toBe('matmul 31 GFLOP/s');
  for (const [ours, flags] of [
    [22.8, 'avx avx2'],
    [40.1, ''],
  ] as const) {
    expect(describeRate(31.2, ours, flags)).toBe(
      `matmul 31 GFLOP/s, implausible: wasm does ${ours.toFixed(0)}; its BLAS may not know this processor (OPENBLAS_CORETYPE)`,
    );
  }
});
