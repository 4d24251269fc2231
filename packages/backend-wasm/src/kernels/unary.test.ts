import type { UnaryOp } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { sharedBackend, variants } from '../testing/arrays.js';

/** Below 1 the Maclaurin series, above it the continued fraction of the complement. */
function erf(x: number): number {
  if (Math.abs(x) < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; n < 80; n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (Math.abs(x) + fraction);
  return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + fraction));
}

type Case = readonly [op: UnaryOp, reference: (x: number) => number, from: number, to: number];

/** Largest relative error allowed: some eight units in the last place. */
const tolerance = 1e-6;

const cases: readonly Case[] = [
  ['exp', Math.exp, -87, 88.7],
  ['expm1', Math.expm1, -20, 80],
  ['expm1', Math.expm1, -1e-3, 1e-3],
  ['log', Math.log, 1e-30, 1e-3],
  ['log', Math.log, 0.001, 3],
  ['log', Math.log, 1, 1e30],
  ['log1p', Math.log1p, -0.999, 1],
  ['log1p', Math.log1p, -1e-4, 1e-4],
  ['log1p', Math.log1p, 1, 1e20],
  ['tanh', Math.tanh, -12, 12],
  ['tanh', Math.tanh, -1e-3, 1e-3],
  ['sigmoid', (x) => 1 / (1 + Math.exp(-x)), -80, 80],
  ['softplus', (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), -80, 80],
  ['erf', erf, -6, 6],
  ['erf', erf, -1e-3, 1e-3],
  ['sin', Math.sin, -1000, 1000],
  ['cos', Math.cos, -3, 3],
  ['tan', Math.tan, -1.5, 1.5],
  ['atan', Math.atan, -50, 50],
  ['asinh', Math.asinh, -50, 50],
];

describe.each(variants)('elementary functions with %s', (_, options) => {
  it.each(cases)('%s is good to single precision', async (op, reference, from, to) => {
    const backend = await sharedBackend(options);
    const x = Float32Array.from({ length: 20_003 }, (_v, i) => from + ((to - from) * i) / 20_002);
    const array = backend.write(x, [x.length], 'float32');
    const y = await backend.read(backend.kernels.unary(op, array) as { dtype: 'float32' } & typeof array);
    let worst = 0;
    for (let i = 0; i < x.length; i++) {
      const expected = reference(x[i]!);
      const error = Math.abs(y[i]! - expected);
      if (error > 0) worst = Math.max(worst, error / Math.abs(expected));
    }
    expect(worst).toBeLessThan(tolerance);
  });

  it.each([
    ['exp', [0, 1, Number.POSITIVE_INFINITY, Number.NaN, 0, Number.POSITIVE_INFINITY]],
    ['expm1', [-1, 0, Number.POSITIVE_INFINITY, Number.NaN, -1, Number.POSITIVE_INFINITY]],
    [
      'log',
      [Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN, Number.NaN, Math.log(200)],
    ],
    ['log1p', [Number.NaN, 0, Number.POSITIVE_INFINITY, Number.NaN, Number.NaN, Math.log1p(200)]],
    ['tanh', [-1, 0, 1, Number.NaN, -1, 1]],
    ['sigmoid', [0, 0.5, 1, Number.NaN, 0, 1]],
    ['softplus', [0, Math.LN2, Number.POSITIVE_INFINITY, Number.NaN, 0, 200]],
    ['erf', [-1, 0, 1, Number.NaN, -1, 1]],
    ['relu', [0, 0, Number.POSITIVE_INFINITY, Number.NaN, 0, 200]],
  ] as const)('%s is right at the ends of the range', async (op, expected) => {
    const backend = await sharedBackend(options);
    const ends = new Float32Array([
      Number.NEGATIVE_INFINITY,
      0,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      -200,
      200,
    ]);
    const x = backend.write(ends, [6], 'float32');
    const y = await backend.read(backend.kernels.unary(op, x) as { dtype: 'float32' } & typeof x);
    expect([...y]).toEqual(expected.map((value) => Math.fround(value)));
  });
});
