import { area } from './area';
import { putLanes } from './simd';
import { walk } from './walk';

// Element-wise functions of two arrays. The numbers of operations are those of src/kernels/binary.ts.

@inline
function remainder<T>(a: T, b: T): T {
  if (isInteger<T>()) {
    if (b == 0) return 0;
    if (b == -1) return 0; // the least number % -1 traps
    const r = <T>(a % b);
    return r != 0 && (r < 0) != (b < 0) ? <T>(r + b) : r;
  }
  const r = <f64>a % <f64>b;
  if (r != 0 && (r < 0) != (b < 0)) return <T>(r + <f64>b);
  return <T>r;
}

/** As C's `pow`: 1 where JavaScript says NaN. */
@inline
function power(a: f64, b: f64): f64 {
  if (a == 1 || (a == -1 && abs(b) == Infinity)) return 1;
  return NativeMath.pow(a, b);
}

@inline
function single<T>(op: i32, a: T, b: T): T {
  if (op == 6) return remainder<T>(a, b);
  if (op == 7) return <T>power(<f64>a, <f64>b);
  return <T>NativeMath.atan2(<f64>a, <f64>b);
}

@inline
function vector<T>(op: i32, a: v128, b: v128): v128 {
  if (op == 0) return v128.add<T>(a, b);
  if (op == 1) return v128.sub<T>(a, b);
  if (op == 2) return v128.mul<T>(a, b);
  if (op == 3) return f32x4.div(a, b);
  if (op == 4) return v128.max<T>(a, b);
  return v128.min<T>(a, b);
}

@inline
function compare<T>(op: i32, a: v128, b: v128): v128 {
  if (op == 9) return v128.eq<T>(a, b);
  if (op == 10) return v128.ne<T>(a, b);
  if (op == 11) return v128.lt<T>(a, b);
  if (op == 12) return v128.le<T>(a, b);
  if (op == 13) return v128.gt<T>(a, b);
  return v128.ge<T>(a, b);
}

@inline
function vectors<T>(op: i32, a: usize, stepA: usize, b: usize, stepB: usize, out: usize, n: i32): void {
  for (; n >= 4; n -= 4, a += stepA, b += stepB, out += 16) {
    v128.store(out, vector<T>(op, v128.load(a), v128.load(b)));
  }
  if (n > 0) putLanes(out, vector<T>(op, v128.load(a), v128.load(b)), n);
}

@inline
function singles<T>(op: i32, a: usize, stepA: usize, b: usize, stepB: usize, out: usize, n: i32): void {
  stepA >>= 2;
  stepB >>= 2;
  for (; n > 0; n--, a += stepA, b += stepB, out += 4) store<T>(out, single<T>(op, load<T>(a), load<T>(b)));
}

/** Stores the first `left` of four bytes. */
function putBytes(out: usize, bytes: u32, left: i32): void {
  for (; left > 0; left--, out++, bytes >>= 8) store<u8>(out, <u8>bytes);
}

@inline
function bytesOf(mask: v128): u32 {
  const bytes = i8x16.shuffle(mask, mask, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12);
  return i32x4.extract_lane(bytes, 0) & 0x01010101;
}

/** Comparisons make one byte of each lane. */
@inline
function comparisons<T>(op: i32, a: usize, stepA: usize, b: usize, stepB: usize, out: usize, n: i32): void {
  for (; n >= 4; n -= 4, a += stepA, b += stepB, out += 4) {
    store<u32>(out, bytesOf(compare<T>(op, v128.load(a), v128.load(b))));
  }
  if (n > 0) putBytes(out, bytesOf(compare<T>(op, v128.load(a), v128.load(b))), n);
}

@inline
function row<T>(op: i32, a: usize, stepA: usize, b: usize, stepB: usize, out: usize, n: i32): void {
  switch (op) {
    case 0: return vectors<T>(0, a, stepA, b, stepB, out, n);
    case 1: return vectors<T>(1, a, stepA, b, stepB, out, n);
    case 2: return vectors<T>(2, a, stepA, b, stepB, out, n);
    case 3: return vectors<T>(3, a, stepA, b, stepB, out, n);
    case 4: return vectors<T>(4, a, stepA, b, stepB, out, n);
    case 5: return vectors<T>(5, a, stepA, b, stepB, out, n);
    case 6: return singles<T>(6, a, stepA, b, stepB, out, n);
    case 7: return singles<T>(7, a, stepA, b, stepB, out, n);
    case 8: return singles<T>(8, a, stepA, b, stepB, out, n);
    case 9: return comparisons<T>(9, a, stepA, b, stepB, out, n);
    case 10: return comparisons<T>(10, a, stepA, b, stepB, out, n);
    case 11: return comparisons<T>(11, a, stepA, b, stepB, out, n);
    case 12: return comparisons<T>(12, a, stepA, b, stepB, out, n);
    case 13: return comparisons<T>(13, a, stepA, b, stepB, out, n);
    default: return comparisons<T>(14, a, stepA, b, stepB, out, n);
  }
}

/**
 * One row: an operand's step is 1 (its elements lie side by side) or 0: then four times the value are read from the thread's area.
 */
@inline
function anyRow<T>(op: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  if (stepA == 0) {
    v128.store(area.at, v128.load32_splat(a));
    a = area.at;
  }
  if (stepB == 0) {
    v128.store(area.at, v128.load32_splat(b), 16);
    b = area.at + 16;
  }
  row<T>(op, a, <usize>stepA << 4, b, <usize>stepB << 4, out, n);
}

export function binaryFloat(op: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  anyRow<f32>(op, a, stepA, b, stepB, out, n);
}

export function binaryInt(op: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  anyRow<i32>(op, a, stepA, b, stepB, out, n);
}

/** Bools: comparisons, and 15 and, 16 or, 17 xor. */
export function binaryBool(op: i32, a: usize, stepA: i32, b: usize, stepB: i32, out: usize, n: i32): void {
  for (; n > 0; n--, a += stepA, b += stepB, out++) {
    const x = load<u8>(a), y = load<u8>(b);
    let z: bool;
    if (op == 9) z = x == y;
    else if (op == 10 || op == 17) z = x != y;
    else if (op == 11) z = x < y;
    else if (op == 12) z = x <= y;
    else if (op == 13) z = x > y;
    else if (op == 14) z = x >= y;
    else if (op == 15) z = (x & y) != 0;
    else z = (x | y) != 0;
    store<u8>(out, u8(z));
  }
}

/** Broadcasting: `plan` holds for each axis its size and the strides of a, b and the result (elements). Kind: 0 float, 1 int, 2 bool. */
export function binaryStrided(kind: i32, op: i32, a: usize, b: usize, out: usize, plan: usize, ndim: i32): void {
  const n = load<i32>(plan, 0), stepA = load<i32>(plan, 4), stepB = load<i32>(plan, 8);
  const unit = kind == 2 ? 0 : 2;
  const unitOut = op >= 9 ? 0 : 2;
  do {
    const x = a + (<usize>walk.a << unit), y = b + (<usize>walk.b << unit), z = out + (<usize>walk.c << unitOut);
    if (kind == 0) binaryFloat(op, x, stepA, y, stepB, z, n);
    else if (kind == 1) binaryInt(op, x, stepA, y, stepB, z, n);
    else binaryBool(op, x, stepA, y, stepB, z, n);
  } while (walk.next(plan, ndim));
}

/** `binaryStrided` for a part of the outermost axis. */
export function binaryStridedPart(
  kind: i32, op: i32, a: usize, b: usize, out: usize, plan: usize, ndim: i32, first: i32, count: i32,
): void {
  binaryStrided(kind, op, a, b, out, walk.part(plan, ndim, first, count), ndim);
  walk.reset();
}
