import { putLanes } from './simd';
import { walk } from './walk';

// select: a where the condition holds, else b.

/** One row of 4-byte elements; steps are 1 or 0. */
@inline
function words(condition: usize, stepC: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  const oneA = v128.load32_splat(a), oneB = v128.load32_splat(b);
  const all = i8x16.splat(load<u8>(condition) ? -1 : 0);
  let i: usize = 0;
  for (const whole = <usize>n & ~3; i < whole; i += 4) {
    v128.store(out + (i << 2), choice(condition + i, stepC, all, a + (i << 2), stepA, oneA, b + (i << 2), stepB, oneB));
  }
  const left = n - <i32>i;
  if (left > 0) {
    putLanes(out + (i << 2), choice(condition + i, stepC, all, a + (i << 2), stepA, oneA, b + (i << 2), stepB, oneB), left);
  }
}

@inline
function choice(
  condition: usize, stepC: i32, all: v128, a: usize, stepA: i32, oneA: v128, b: usize, stepB: i32, oneB: v128,
): v128 {
  let mask = all;
  if (stepC) {
    const bytes = v128.load32_zero(condition);
    mask = i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), i32x4.splat(0));
  }
  return v128.bitselect(stepA ? v128.load(a) : oneA, stepB ? v128.load(b) : oneB, mask);
}

@inline
function bytes(condition: usize, stepC: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  for (; n > 0; n--, condition += stepC, a += stepA, b += stepB, out++) {
    store<u8>(out, load<u8>(condition) ? load<u8>(a) : load<u8>(b));
  }
}

/** The plan is that of `walk` with the strides of condition, a and b; results follow each other. `unit` is 2 for words, 0 for bytes. */
export function select(condition: usize, a: usize, b: usize, out: usize, unit: i32, plan: usize, ndim: i32): void {
  const n = load<i32>(plan), stepC = load<i32>(plan, 4), stepA = load<i32>(plan, 8), stepB = load<i32>(plan, 12);
  do {
    const x = a + (<usize>walk.b << unit), y = b + (<usize>walk.c << unit);
    if (unit == 2) words(condition + walk.a, stepC, x, stepA, y, stepB, out, n);
    else bytes(condition + walk.a, stepC, x, stepA, y, stepB, out, n);
    out += <usize>n << unit;
  } while (walk.next(plan, ndim));
}

/** `select` for a part of the outermost axis; `out` is where the part goes. */
export function selectPart(
  condition: usize, a: usize, b: usize, out: usize, unit: i32, plan: usize, ndim: i32, first: i32, count: i32,
): void {
  select(condition, a, b, out, unit, walk.part(plan, ndim, first, count), ndim);
  walk.reset();
}
