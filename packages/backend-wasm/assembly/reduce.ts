import { vectorBytes } from './simd';

// Reductions of [outer, n, inner] over the middle axis. Operations: 0 sum, 1 max, 2 min, 3 product; bools: 4 all, 5 any.

// Long sums go in chunks: plain single precision within one, then a total of more precision. That keeps the error at a few
// units in the last place, whatever the length.
const CHUNK_ROWS: i32 = 128;
const CHUNK_ELEMENTS: i32 = 512;

@inline
function fold<T>(op: i32, a: v128, b: v128): v128 {
  if (op == 0) return v128.add<T>(a, b);
  if (op == 1) return v128.max<T>(a, b);
  if (op == 2) return v128.min<T>(a, b);
  return v128.mul<T>(a, b);
}

@inline
function foldOne<T>(op: i32, a: T, b: T): T {
  if (op == 0) return <T>(a + b);
  if (op == 1) return max<T>(a, b);
  if (op == 2) return min<T>(a, b);
  return <T>(a * b);
}

/** What a reduction of nothing gives. */
@inline
function start<T>(op: i32): T {
  if (op == 0) return 0;
  if (op == 3) return 1;
  if (isInteger<T>()) return <T>(op == 1 ? i32.MIN_VALUE : i32.MAX_VALUE);
  return <T>(op == 1 ? -Infinity : Infinity);
}

@inline
function lanes<T>(op: i32, v: v128): T {
  const a = foldOne<T>(op, v128.extract_lane<T>(v, 0), v128.extract_lane<T>(v, 1));
  return foldOne<T>(op, a, foldOne<T>(op, v128.extract_lane<T>(v, 2), v128.extract_lane<T>(v, 3)));
}

/** n neighbours to one value. */
@inline
function row<T>(op: i32, x: usize, n: i32): T {
  let a = v128.splat<T>(start<T>(op)), b = a, c = a, d = a;
  for (; n >= 16; n -= 16, x += 64) {
    a = fold<T>(op, a, v128.load(x));
    b = fold<T>(op, b, v128.load(x, 16));
    c = fold<T>(op, c, v128.load(x, 32));
    d = fold<T>(op, d, v128.load(x, 48));
  }
  let total = lanes<T>(op, fold<T>(op, fold<T>(op, a, b), fold<T>(op, c, d)));
  for (; n > 0; n--, x += 4) total = foldOne<T>(op, total, load<T>(x));
  return total;
}

@inline
function rows<T>(op: i32, x: usize, out: usize, outer: i32, n: i32): void {
  for (let o = 0; o < outer; o++, out += 4) {
    if (op == 0 && isFloat<T>() && n > CHUNK_ELEMENTS) {
      let total: f64 = 0;
      for (let left = n; left > 0; left -= CHUNK_ELEMENTS) {
        const count = min(left, CHUNK_ELEMENTS);
        total += <f64>row<T>(op, x, count);
        x += <usize>count << 2;
      }
      store<f32>(out, <f32>total);
    } else {
      store<T>(out, row<T>(op, x, n));
      x += <usize>n << 2;
    }
  }
}

/** `count` rows of `bytes` bytes into `to`. */
@inline
function block<T>(op: i32, x: usize, step: usize, to: usize, count: i32, bytes: usize): void {
  let i = 0;
  for (; i + 4 <= count; i += 4, x += 4 * step) {
    const x1 = x + step, x2 = x1 + step, x3 = x2 + step;
    for (let j: usize = 0; j < bytes; j += 16) {
      const low = fold<T>(op, v128.load(x + j), v128.load(x1 + j));
      const high = fold<T>(op, v128.load(x2 + j), v128.load(x3 + j));
      v128.store(to + j, fold<T>(op, v128.load(to + j), fold<T>(op, low, high)));
    }
  }
  for (; i < count; i++, x += step) {
    for (let j: usize = 0; j < bytes; j += 16) v128.store(to + j, fold<T>(op, v128.load(to + j), v128.load(x + j)));
  }
}

@inline
function clear<T>(op: i32, to: usize, bytes: usize): void {
  const value = v128.splat<T>(start<T>(op));
  for (let j: usize = 0; j < bytes; j += 16) v128.store(to + j, value);
}

/** to += x, with what the roundings lose so far in `lost` (Kahan's summation). */
function addCompensated(x: usize, to: usize, lost: usize, bytes: usize): void {
  for (let j: usize = 0; j < bytes; j += 16) {
    const total = v128.load(to + j);
    const y = f32x4.sub(v128.load(x + j), v128.load(lost + j));
    const sum = f32x4.add(total, y);
    const rest = f32x4.sub(f32x4.sub(sum, total), y);
    v128.store(lost + j, v128.and(rest, f32x4.eq(rest, rest))); // of infinity nothing is lost
    v128.store(to + j, sum);
  }
}

/**
 * `scratch` has room for three rows of `inner` in whole vectors. A row that doesn't end on a vector is made in the third, so that
 * nothing behind it is touched.
 */
@inline
function columns<T>(op: i32, x: usize, out: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  const step = <usize>inner << 2, bytes = vectorBytes(inner);
  const chunked = op == 0 && isFloat<T>() && n > 2 * CHUNK_ROWS;
  const third: usize = scratch + 2 * bytes;
  for (let o = 0; o < outer; o++, out += step) {
    const total: usize = bytes == step ? out : third;
    clear<T>(op, total, bytes);
    if (!chunked) {
      block<T>(op, x, step, total, n, bytes);
      x += <usize>n * step;
    } else {
      const lost = scratch + bytes;
      clear<T>(0, lost, bytes);
      for (let left = n; left > 0; left -= CHUNK_ROWS) {
        const count = min(left, CHUNK_ROWS);
        clear<T>(op, scratch, bytes);
        block<T>(op, x, step, scratch, count, bytes);
        addCompensated(scratch, total, lost, bytes);
        x += <usize>count * step;
      }
    }
    if (total != out) memory.copy(out, third, step);
  }
}

/** Sums of chunks `first` to `first + count` of a long sum [n, inner]: rows of `inner` in whole vectors, or single floats. */
export function sumChunks(x: usize, sums: usize, n: i32, inner: i32, first: i32, count: i32): void {
  const size = inner == 1 ? CHUNK_ELEMENTS : CHUNK_ROWS;
  const step = <usize>inner << 2;
  const bytes: usize = inner == 1 ? 4 : vectorBytes(inner);
  x += <usize>(first * size) * step;
  sums += <usize>first * bytes;
  for (let chunk = first; chunk < first + count; chunk++, sums += bytes, x += <usize>size * step) {
    const length = min(size, n - chunk * size);
    if (inner == 1) {
      store<f32>(sums, row<f32>(0, x, length));
    } else {
      clear<f32>(0, sums, bytes);
      block<f32>(0, x, step, sums, length, bytes);
    }
  }
}

/** The sum of all chunks' sums, as `reduceFloat` adds them. `scratch` has room for one row in whole vectors. */
export function addChunks(sums: usize, out: usize, chunks: i32, inner: i32, scratch: usize): void {
  if (inner == 1) {
    let total: f64 = 0;
    for (; chunks > 0; chunks--, sums += 4) total += <f64>load<f32>(sums);
    store<f32>(out, <f32>total);
    return;
  }
  const bytes = vectorBytes(inner);
  clear<f32>(0, out, bytes);
  clear<f32>(0, scratch, bytes);
  for (; chunks > 0; chunks--, sums += bytes) addCompensated(sums, out, scratch, bytes);
}

/** Into how many chunks a sum [n, inner] is cut; 1 where it is short. */
export function chunkCount(n: i32, inner: i32): i32 {
  if (inner == 1) return n > CHUNK_ELEMENTS ? (n + CHUNK_ELEMENTS - 1) / CHUNK_ELEMENTS : 1;
  return n > 2 * CHUNK_ROWS ? (n + CHUNK_ROWS - 1) / CHUNK_ROWS : 1;
}

/** to += each of `count` arrays of n floats that follow each other from `from` on, `step` floats apart. */
export function addArrays(to: usize, from: usize, step: i32, count: i32, n: i32): void {
  const bytes = vectorBytes(n), next = <usize>step << 2;
  for (let i: usize = 0; i < bytes; i += 16) {
    let sum = v128.load(to + i);
    let at = from + i;
    for (let j = 0; j < count; j++, at += next) sum = f32x4.add(sum, v128.load(at));
    v128.store(to + i, sum);
  }
}

@inline
function reduce<T>(op: i32, x: usize, out: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  if (inner == 1) {
    if (op == 0) rows<T>(0, x, out, outer, n);
    else if (op == 1) rows<T>(1, x, out, outer, n);
    else if (op == 2) rows<T>(2, x, out, outer, n);
    else rows<T>(3, x, out, outer, n);
  } else {
    if (op == 0) columns<T>(0, x, out, outer, n, inner, scratch);
    else if (op == 1) columns<T>(1, x, out, outer, n, inner, scratch);
    else if (op == 2) columns<T>(2, x, out, outer, n, inner, scratch);
    else columns<T>(3, x, out, outer, n, inner, scratch);
  }
}

export function reduceFloat(op: i32, x: usize, out: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  reduce<f32>(op, x, out, outer, n, inner, scratch);
}

export function reduceInt(op: i32, x: usize, out: usize, outer: i32, n: i32, inner: i32, scratch: usize): void {
  reduce<i32>(op, x, out, outer, n, inner, scratch);
}

export function reduceBool(op: i32, x: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  for (let o = 0; o < outer; o++, x += n * inner) {
    for (let i = 0; i < inner; i++, out++) {
      let all: u8 = 1, any: u8 = 0;
      for (let j = 0; j < n; j++) {
        const value = load<u8>(x + j * inner + i);
        all &= value;
        any |= value;
      }
      store<u8>(out, op == 4 ? all : any);
    }
  }
}

/** x / divisor, in place: the last step of a mean. */
export function divideFloat(x: usize, divisor: f32, n: i32): void {
  const d = f32x4.splat(divisor);
  const end = x + vectorBytes(n);
  for (; x < end; x += 16) v128.store(x, f32x4.div(v128.load(x), d));
}

@inline
function extreme<T>(largest: bool, x: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  const step = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++, out += 4) {
      let at = x + (<usize>(o * n * inner + i) << 2);
      let best = load<T>(at);
      let place = 0;
      for (let j = 1; j < n; j++) {
        at += step;
        const value = load<T>(at);
        const better = largest ? !(value <= best) : !(value >= best);
        // A NaN beats every number, and the first NaN stays.
        if (better && best == best) {
          best = value;
          place = j;
        }
      }
      store<i32>(out, place);
    }
  }
}

export function argFloat(largest: bool, x: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  extreme<f32>(largest, x, out, outer, n, inner);
}

export function argInt(largest: bool, x: usize, out: usize, outer: i32, n: i32, inner: i32): void {
  extreme<i32>(largest, x, out, outer, n, inner);
}
