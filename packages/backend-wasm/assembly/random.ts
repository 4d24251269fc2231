import { vectorBytes } from './simd';

// Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", 2011, doi:10.1145/2063384.2063405

/** Random words; block b has the counter `counter` + b. The last block is written whole. */
export function randomBits(out: usize, n: i32, key: u64, counter: u64): void {
  const end = out + vectorBytes(n);
  for (; out < end; out += 16, counter++) {
    let c0 = <u32>counter,
      c1 = <u32>(counter >> 32),
      c2: u32 = 0,
      c3: u32 = 0;
    let k0 = <u32>key,
      k1 = <u32>(key >> 32);
    for (let round = 0; round < 10; round++) {
      const p = <u64>c0 * 0xd2511f53,
        q = <u64>c2 * 0xcd9e8d57;
      c0 = <u32>(q >> 32) ^ c1 ^ k0;
      c1 = <u32>q;
      c2 = <u32>(p >> 32) ^ c3 ^ k1;
      c3 = <u32>p;
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    store<u32>(out, c0);
    store<u32>(out, c1, 4);
    store<u32>(out, c2, 8);
    store<u32>(out, c3, 12);
  }
}

/** Words to floats in [0, 1), in place. */
export function bitsToUniform(x: usize, n: i32): void {
  const end = x + vectorBytes(n);
  const scale = f32x4.splat(1.0 / 16777216);
  for (; x < end; x += 16) {
    v128.store(x, f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(x), 8)), scale));
  }
}

/** Pairs of words to pairs of normal numbers, in place. */
export function bitsToNormal(x: usize, n: i32): void {
  for (let i = 0; i < n; i += 2, x += 8) {
    const u = (<f64>(load<u32>(x) >> 8) + 1) * (1.0 / 16777216);
    const v = <f64>(load<u32>(x, 4) >> 8) * (1.0 / 16777216);
    const radius = NativeMath.sqrt(-2 * NativeMath.log(u));
    const angle = 2 * NativeMath.PI * v;
    store<f32>(x, <f32>(radius * NativeMath.cos(angle)));
    store<f32>(x, <f32>(radius * NativeMath.sin(angle)), 4);
  }
}
