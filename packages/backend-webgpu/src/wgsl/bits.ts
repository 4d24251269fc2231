// internal
import type { WGSLFunction } from './wgsl-function.js';

/** Classifies a float32 by its bits: compilers assume that NaN does not occur and drop comparisons with it. */
export const bits: Readonly<Record<string, WGSLFunction>> = {
  isNaN_: { code: 'fn isNaN_(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }' },
  isInf_: { code: 'fn isInf_(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) == 0x7f800000u; }' },
  isFinite_: {
    code: 'fn isFinite_(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }',
  },
  // WGSL refuses to compute them at compile time, so the bits pass through a variable.
  nan_: { code: 'fn nan_() -> f32 { var bits = 0x7fc00000u; return bitcast<f32>(bits); }' },
  infinity_: { code: 'fn infinity_() -> f32 { var bits = 0x7f800000u; return bitcast<f32>(bits); }' },
  // Towards zero, clamped to the range: `i32` beyond it is up to the device.
  toInt_: {
    needs: ['isNaN_'],
    code: `fn toInt_(x: f32) -> i32 {
  if (isNaN_(x)) { return 0; }
  if (x >= 2147483648.0) { return 2147483647; }
  if (x < -2147483648.0) { return i32(-2147483647 - 1); }
  return i32(x);
}`,
  },
  powerOfTwo_: { code: 'fn powerOfTwo_(n: i32) -> f32 { return bitcast<f32>(u32(n + 127) << 23u); }' },
  // The high half of a product of two u32, from products of halves.
  mulHigh_: {
    code: `fn mulHigh_(a: u32, b: u32) -> u32 {
  let a0 = a & 0xffffu;
  let a1 = a >> 16u;
  let b0 = b & 0xffffu;
  let b1 = b >> 16u;
  let cross = a1 * b0 + ((a0 * b0) >> 16u);
  return a1 * b1 + (cross >> 16u) + (((cross & 0xffffu) + a0 * b1) >> 16u);
}`,
  },
};
