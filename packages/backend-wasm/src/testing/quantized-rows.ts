import type { Backend, DeviceArray, QuantizedBits, QuantizedMatrix } from '@neurona/backend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Bits of codes and sizes: whole blocks and parts, columns of whole units, of four neighbours and single ones. */
const cases: readonly (readonly [bits: QuantizedBits, k: number, n: number])[] = (
  [16, 8, 4] as const
).flatMap((bits) =>
  (
    [
      [64, 64],
      [320, 3],
      [337, 150],
      [1, 1],
    ] as const
  ).map(([k, n]) => [bits, k, n] as const),
);

const floatsOf = (backend: Backend, values: ArrayLike<number>): DeviceArray =>
  backend.write(Float32Array.from(values), [1, values.length], 'float32');

async function weightOf(
  backend: Backend,
  bits: QuantizedBits,
  k: number,
  n: number,
): Promise<QuantizedMatrix> {
  const { kernels } = backend;
  const blocks = Math.ceil(k / 64);
  const words = 2 * bits * blocks;
  const random = kernels.random('bits', [n, words], { seed: 7, offset: 0 });
  // Halves below 2, as those with the largest exponent aren't finite.
  const words32 = Int32Array.from(await backend.read(random), (word) =>
    bits === 16 ? word & 0xbfffbfff : word,
  );
  const scales = kernels.random('uniform', [n, blocks], { seed: 8, offset: 0 });
  return { codes: backend.write(words32, [n, words], 'int32'), scales, bits, rows: k };
}

/** The product of a row with the weight that codes stand for, and how far rounding x to 16 bits may move it. */
async function expectedOf(backend: Backend, x: Float32Array, weight: QuantizedMatrix, bias: Float32Array) {
  const w = await backend.read(backend.kernels.dequantize!(weight));
  const k = x.length;
  const steps = Array.from(x, (_, i) => {
    const start = i - (i % 64);
    return Math.max(...x.subarray(start, start + 64).map(Math.abs)) / 32767;
  });
  return Array.from(bias, (start, column) => {
    let [value, bound] = [start, 1e-6];
    for (let i = 0; i < k; i++) {
      const factor = w[column * k + i] as number;
      value += x[i]! * factor;
      bound += Math.abs(factor) * (1e-6 * Math.abs(x[i]!) + (weight.bits === 16 ? 0 : 0.5001 * steps[i]!));
    }
    return { value, bound };
  });
}

/** Checks products of one row with codes, by what the backend's engine is fast at. */
export function describeQuantizedRows(start: () => Promise<Backend>): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.dispose());

  describe.each(cases)('one row times codes of %i bits, %i by %i', (bits, k, n) => {
    it('is as near as rounding of x allows', async () => {
      const weight = await weightOf(backend, bits, k, n);
      const uniform = backend.kernels.random('uniform', [k + n], { seed: 9, offset: 0 });
      const numbers = ((await backend.read(uniform)) as Float32Array).map((value) => 2 * value - 1);
      const [x, bias] = [numbers.subarray(0, k), numbers.subarray(k)];
      if (k > 300) {
        x.fill(0, 64, 128); // a block of zeros, one of tiny values, and one where a value is far larger than the others
        for (let i = 128; i < 192; i++) x[i]! *= 1e-36;
        x[200] = -1000;
      }
      const expected = await expectedOf(backend, x, weight, bias);
      const y = backend.kernels.quantizedMatmul!(floatsOf(backend, x), weight, {
        bias: floatsOf(backend, bias),
      });
      const actual = await backend.read(y);
      expect(actual.length).toBe(n);
      expected.forEach(({ value, bound }, i) => {
        expect(Math.abs((actual[i] as number) - value), `column ${i} of ${n}`).toBeLessThanOrEqual(bound);
      });
    });

    it.each([Number.NaN, Number.POSITIVE_INFINITY])('shows a value that is %d', async (value) => {
      const weight = await weightOf(backend, bits, k, n);
      const x = new Float32Array(k).fill(1);
      x[k - 1] = value;
      const y = await backend.read(backend.kernels.quantizedMatmul!(floatsOf(backend, x), weight, {}));
      expect(Array.from(y).filter(Number.isFinite)).toEqual([]);
    });
  });
}
