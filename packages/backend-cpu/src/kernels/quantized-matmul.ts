// internal
import { type FusedKernels, fourBitValues, type QuantizedMatrix } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { multiply, pack, packStrided } from '../product.js';

/** `quantizedMatmul`, by some columns of the result at a time, in double precision. */
export const quantizedMatmul =
  (t: CpuRuntime): FusedKernels['quantizedMatmul'] =>
  (x, weight, { transpose = false, bias }) => {
    const [rows, terms] = x.shape as [number, number];
    const columns = transpose ? weight.rows : weight.codes.shape[0]!;
    const { array, values } = t.make([rows, columns], 'float32');
    if (bias) for (let i = 0; i < values.length; i += columns) values.set(t.values(bias), i);
    const left = packStrided(t.values(x), 0, [rows, terms], [terms, 1]);
    const element = elementOf(t, weight);
    const block = 64;
    for (let first = 0; first < columns; first += block) {
      const right = pack(Math.min(block, columns - first), terms);
      for (let j = 0, at = 0; j < right.rows; j++) {
        for (let k = 0; k < terms; k++, at++)
          right.values[at] = transpose ? element(first + j, k) : element(k, first + j);
      }
      multiply(left, right, values, first, columns);
    }
    return array;
  };

/** The function W[k, n]. */
export function elementOf(
  t: CpuRuntime,
  { codes, scales, bits }: QuantizedMatrix,
): (k: number, n: number) => number {
  const blocks = scales.shape[1]!;
  const [shares, words] = [t.values(scales), t.values(codes)];
  const bytes = new Int8Array(words.buffer, words.byteOffset, words.byteLength); // little-endian, as every engine is
  const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  const value = (at: number): number => {
    if (bits === 16) return halfFloat(halves[at]!);
    if (bits === 8) return bytes[at]!;
    const byte = bytes[Math.floor(at / 32) * 16 + (at % 16)]!;
    return fourBitValues[at % 32 < 16 ? byte & 15 : (byte >> 4) & 15]!;
  };
  return (k, n) => value(n * blocks * 64 + k) * shares[n * blocks + Math.floor(k / 64)]!;
}

/** A finite number of 16 bits: sign, five bits of exponent, ten of mantissa. */
function halfFloat(code: number): number {
  const [exponent, mantissa] = [(code >> 10) & 31, code & 1023];
  const magnitude = exponent === 0 ? mantissa * 2 ** -24 : (1024 + mantissa) * 2 ** (exponent - 25);
  return code & 0x8000 ? -magnitude : magnitude;
}
