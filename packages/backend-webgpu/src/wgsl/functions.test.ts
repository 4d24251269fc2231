import type { UnaryOp } from '@neurona/backend';
import { expect, it } from 'vitest';
import { freeAll, upload, valuesOf } from '../testing/arrays.js';
import { describeOnDevice } from '../testing/describe-on-device.js';

const spread = (low: number, high: number): number[] =>
  Array.from({ length: 2000 }, (_, i) => low + ((high - low) * (i + 0.5)) / 2000);

/** From 10^-6 to 1, of either sign. */
const small = Array.from({ length: 2000 }, (_, i) => 10 ** (-i / 333) * (i % 2 ? -1 : 1));

const functions: Partial<Record<UnaryOp, readonly [(x: number) => number, readonly number[]]>> = {
  exp: [Math.exp, [...spread(-87, 88.7), ...small]],
  expm1: [Math.expm1, [...spread(-20, 80), ...small]],
  log: [Math.log, [...spread(0.5, 2), 1e-37, 1e38, 7e-39]],
  log1p: [Math.log1p, [...small, ...spread(-0.99, 100)]],
  sin: [Math.sin, [...small, ...spread(-6, 6)]],
  cos: [Math.cos, spread(-1.5, 1.5)],
  tan: [Math.tan, [...small, ...spread(-1.5, 1.5)]],
  asin: [Math.asin, [...small, ...spread(-1, 1)]],
  acos: [Math.acos, spread(-1, 1)],
  atan: [Math.atan, [...small, ...spread(-30, 30)]],
  sinh: [Math.sinh, [...small, ...spread(-88, 88)]],
  cosh: [Math.cosh, spread(-88, 88)],
  tanh: [Math.tanh, [...small, ...spread(-12, 12)]],
  asinh: [Math.asinh, [...small, ...spread(-100, 100), 1e15]],
  acosh: [Math.acosh, spread(1, 100)],
  atanh: [Math.atanh, [...small, ...spread(-0.999, 0.999)]],
  sigmoid: [(x) => 1 / (1 + Math.exp(-x)), spread(-80, 80)],
  softplus: [(x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), spread(-80, 80)],
};

describeOnDevice('functions in WGSL', (current) => {
  for (const [op, [exact, points]] of Object.entries(functions)) {
    it(`${op} is within 5e-7 of the exact value`, async () => {
      const backend = current();
      const inputs = Float32Array.from(points);
      const x = upload(backend, inputs, [inputs.length]);
      const y = backend.kernels.unary(op as UnaryOp, x);
      const values = await valuesOf(backend, y);
      const errors = values
        .map((value, i) => Math.abs(value / exact(inputs[i]!) - 1))
        .filter((error) => !Number.isNaN(error));
      expect(errors.length).toBeGreaterThan(1000);
      expect(Math.max(...errors)).toBeLessThan(5e-7);
      freeAll(backend, x, y);
    });
  }

  it('takes sines of large angles', async () => {
    const backend = current();
    const angles = Float32Array.of(8193, -1e5, 123456.789, 1e10, -3e20, 3.4e38, 2 ** 127);
    const x = upload(backend, angles, [angles.length]);
    const sines = backend.kernels.unary('sin', x);
    const cosines = backend.kernels.unary('cos', x);
    const values = [...(await valuesOf(backend, sines)), ...(await valuesOf(backend, cosines))];
    const expected = [...Array.from(angles, Math.sin), ...Array.from(angles, Math.cos)];
    values.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 6);
    });
    freeAll(backend, x, sines, cosines);
  });

  it('keeps to the limits at zero and beyond', async () => {
    const backend = current();
    const x = upload(backend, Float32Array.of(0, -0, Infinity, -Infinity, NaN, -1), [6]);
    for (const [op, expected] of [
      ['exp', [1, 1, Infinity, 0, NaN, Math.fround(Math.exp(-1))]],
      ['log', [-Infinity, -Infinity, Infinity, NaN, NaN, NaN]],
      ['sqrt', [0, -0, Infinity, NaN, NaN, NaN]],
      ['tanh', [0, 0, 1, -1, NaN, Math.fround(Math.tanh(-1))]],
      ['atan', [0, 0, Math.fround(Math.PI / 2), Math.fround(-Math.PI / 2), NaN, Math.fround(Math.atan(-1))]],
      ['sin', [0, 0, NaN, NaN, NaN, Math.fround(Math.sin(-1))]],
    ] as const) {
      const y = backend.kernels.unary(op, x);
      const values = await valuesOf(backend, y);
      values.forEach((value, i) => {
        if (Number.isFinite(expected[i]!)) expect(value).toBeCloseTo(expected[i]!, 6);
        else expect(value).toBe(expected[i]);
      });
      backend.free(y);
    }
    backend.free(x);
  });
});
