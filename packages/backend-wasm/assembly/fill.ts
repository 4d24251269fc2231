import { vectorBytes } from './simd';

// Making and converting arrays.

/** Fills n words with one pattern. */
export function fillWords(out: usize, bits: i32, n: i32): void {
  const value = i32x4.splat(bits);
  const end = out + vectorBytes(n);
  for (; out < end; out += 16) v128.store(out, value);
}

export function fillBytes(out: usize, value: i32, n: i32): void {
  memory.fill(out, <u8>value, n);
}

export function rangeFloat(out: usize, start: f64, step: f64, n: i32): void {
  for (let i = 0; i < n; i++) store<f32>(out + ((<usize>i) << 2), <f32>(start + <f64>i * step));
}

export function rangeInt(out: usize, start: f64, step: f64, n: i32): void {
  for (let i = 0; i < n; i++) store<i32>(out + ((<usize>i) << 2), <i32>(start + <f64>i * step));
}

export function copyBytes(out: usize, from: usize, bytes: i32): void {
  memory.copy(out, from, bytes);
}

/** Kinds: 0 float32, 1 int32, 2 bool. */
export function cast(from: i32, to: i32, x: usize, out: usize, n: i32): void {
  if (to == 2) {
    for (let i = 0; i < n; i++) {
      const at = x + ((<usize>i) << 2);
      store<u8>(out + i, u8(from == 0 ? load<f32>(at) != 0 : load<i32>(at) != 0));
    }
    return;
  }
  const end = out + vectorBytes(n);
  if (from == 2) {
    for (; out < end; out += 16, x += 4) {
      const v = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x)));
      v128.store(out, to == 0 ? f32x4.convert_i32x4_s(v) : v);
    }
  } else {
    for (; out < end; out += 16, x += 16) {
      const v = v128.load(x);
      v128.store(out, to == 0 ? f32x4.convert_i32x4_s(v) : i32x4.trunc_sat_f32x4_s(v));
    }
  }
}
