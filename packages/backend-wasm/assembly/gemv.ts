import { madd } from './simd';

// Products with a vector. Each element of the matrix is used once, so memory sets the pace: the matrix is read as it lies, along its
// rows, a few of them side by side.

/** c[0], c[next], … = A[rows, k] · b[k] for 4 rows or one, each in the same order. Strides are in bytes. */
@inline
function dots(rows: i32, a: usize, step: usize, b: usize, c: usize, next: usize, k: i32): void {
  const a1 = a + step, a2 = a1 + step, a3 = a2 + step;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let t0 = s0, t1 = s0, t2 = s0, t3 = s0;
  let at: usize = 0;
  for (; k >= 8; k -= 8, at += 32) {
    const x = v128.load(b + at), y = v128.load(b + at, 16);
    s0 = madd(v128.load(a + at), x, s0);
    t0 = madd(v128.load(a + at, 16), y, t0);
    if (rows > 1) {
      s1 = madd(v128.load(a1 + at), x, s1);
      t1 = madd(v128.load(a1 + at, 16), y, t1);
      s2 = madd(v128.load(a2 + at), x, s2);
      t2 = madd(v128.load(a2 + at, 16), y, t2);
      s3 = madd(v128.load(a3 + at), x, s3);
      t3 = madd(v128.load(a3 + at, 16), y, t3);
    }
  }
  store<f32>(c, lanes(f32x4.add(s0, t0)) + rest(a + at, b + at, k));
  if (rows > 1) {
    store<f32>(c + next, lanes(f32x4.add(s1, t1)) + rest(a1 + at, b + at, k));
    store<f32>(c + 2 * next, lanes(f32x4.add(s2, t2)) + rest(a2 + at, b + at, k));
    store<f32>(c + 3 * next, lanes(f32x4.add(s3, t3)) + rest(a3 + at, b + at, k));
  }
}

/** The sum of a vector's lanes. */
@inline
export function lanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}

/** The sum of products of so few neighbours that no vector is full. */
@inline
function rest(a: usize, b: usize, n: i32): f32 {
  let sum: f32 = 0;
  for (; n > 0; n--, a += 4, b += 4) sum += load<f32>(a) * load<f32>(b);
  return sum;
}

/**
 * c[m] = A[m, k] · b[k] + bias for rows of A that lie in memory as rows, a quarter of them apart side by side: streams that are long, in which
 * what comes next is fetched ahead. `stepBias` is 0 where all rows have the same one.
 */
export function rowsTimesVector(
  a: usize, rowA: i32, b: usize, c: usize, m: i32, k: i32, bias: usize, stepBias: usize,
): void {
  const step = <usize>rowA << 2, quarter = m >> 2, apart = <usize>quarter * step, next = <usize>quarter << 2;
  let i = 0;
  for (; i < quarter; i++) dots(4, a + <usize>i * step, apart, b, c + (<usize>i << 2), next, k);
  for (i = quarter << 2; i < m; i++) dots(1, a + <usize>i * step, step, b, c + (<usize>i << 2), next, k);
  if (!bias) return;
  for (i = 0; i < m; i++, c += 4, bias += stepBias) store<f32>(c, load<f32>(c) + load<f32>(bias));
}

/** c[n] += a[0..rows] · B[0..rows, n], row after row, for whole vectors of c; `first` takes it as zeros. Strides are in bytes. */
@inline
function addRows(rows: i32, a: usize, b: usize, step: usize, c: usize, n: i32, first: bool): void {
  const x0 = v128.load32_splat(a);
  const x1 = rows > 1 ? v128.load32_splat(a, 4) : x0, x2 = rows > 1 ? v128.load32_splat(a, 8) : x0;
  const x3 = rows > 1 ? v128.load32_splat(a, 12) : x0, x4 = rows > 1 ? v128.load32_splat(a, 16) : x0;
  const x5 = rows > 1 ? v128.load32_splat(a, 20) : x0, x6 = rows > 1 ? v128.load32_splat(a, 24) : x0;
  const x7 = rows > 1 ? v128.load32_splat(a, 28) : x0;
  const zero = f32x4.splat(0);
  const b1 = b + step, b2 = b1 + step, b3 = b2 + step, b4 = b3 + step, b5 = b4 + step, b6 = b5 + step, b7 = b6 + step;
  for (let at: usize = 0; n >= 4; n -= 4, at += 16) {
    let sum = first ? zero : v128.load(c + at);
    sum = madd(x0, v128.load(b + at), sum);
    if (rows > 1) {
      sum = madd(x1, v128.load(b1 + at), sum);
      sum = madd(x2, v128.load(b2 + at), sum);
      sum = madd(x3, v128.load(b3 + at), sum);
      sum = madd(x4, v128.load(b4 + at), sum);
      sum = madd(x5, v128.load(b5 + at), sum);
      sum = madd(x6, v128.load(b6 + at), sum);
      sum = madd(x7, v128.load(b7 + at), sum);
    }
    v128.store(c + at, sum);
  }
}

/** Columns whose sums stay in the first-level cache. */
const COLUMNS: i32 = 4096;
/** Most terms of a sum before it is added to the others, so that rounding grows with the number of sums. */
const DEPTH: i32 = 1024;

/** Terms of each part of a sum of k: an eighth, so that threads may take parts, each of which is whole rows of the matrix. */
@inline
function termsOfPart(k: i32): i32 {
  return min(DEPTH, max(64, ((k + 63) >> 3) & ~7));
}

/** c[n] = a[k] · B[k, n], row after row; `step` is in bytes. */
function sumOfRows(a: usize, b: usize, step: usize, c: usize, n: i32, k: i32): void {
  const whole = n & ~3;
  let i = 0, from = b;
  for (; i + 8 <= k; i += 8, from += 8 * step) addRows(8, a + (<usize>i << 2), from, step, c, whole, i == 0);
  for (; i < k; i++, from += step) addRows(1, a + (<usize>i << 2), from, step, c, whole, i == 0);
  for (let column = whole; column < n; column++) {
    const place = <usize>column << 2;
    let sum = f32x4.splat(0);
    from = b + place;
    for (i = 0; i < k; i++, from += step) {
      sum = madd(v128.load32_splat(a + (<usize>i << 2)), v128.load32_zero(from), sum);
    }
    v128.store32_lane(c + place, sum, 0);
  }
}

/**
 * c[n] = a[k] · B[k, n] + bias[n] for rows of B that lie in memory as rows, of `rowB` elements. Sums go along k in order, in parts that
 * `scratch` has room for.
 */
export function vectorTimesRows(
  a: usize, b: usize, rowB: i32, c: usize, n: i32, k: i32, bias: usize, scratch: usize,
): void {
  const step = <usize>rowB << 2, terms = termsOfPart(k);
  if (k == 0) memory.fill(c, 0, <usize>n << 2);
  for (let column = 0; column < n; column += COLUMNS) {
    const columns = min(COLUMNS, n - column), offset = <usize>column << 2;
    for (let at = 0; at < k; at += terms) {
      const sums = at ? scratch : c + offset;
      sumOfRows(a + (<usize>at << 2), b + <usize>at * step + offset, step, sums, columns, min(terms, k - at));
      if (at) addTo(c + offset, scratch, columns);
    }
  }
  if (bias) addTo(c, bias, n);
}

/** In how many parts `vectorTimesRows` cuts sums of k terms. */
export function rowPartCount(k: i32): i32 {
  const terms = termsOfPart(k);
  return (k + terms - 1) / terms;
}

/** Parts `first` to `first + count` of what `vectorTimesRows` adds, to sums [parts, n]. */
export function rowParts(a: usize, b: usize, rowB: i32, sums: usize, n: i32, k: i32, first: i32, count: i32): void {
  const step = <usize>rowB << 2, terms = termsOfPart(k);
  for (let part = first; part < first + count; part++) {
    const at = part * terms;
    sumOfRows(a + (<usize>at << 2), b + <usize>at * step, step, sums + (<usize>(part * n) << 2), n, min(terms, k - at));
  }
}

/** c[n] = the sum of sums [parts, n], in order, + bias. */
export function addRowParts(sums: usize, parts: i32, n: i32, c: usize, bias: usize): void {
  memory.copy(c, sums, <usize>n << 2);
  for (let part = 1; part < parts; part++) addTo(c, sums + (<usize>(part * n) << 2), n);
  if (bias) addTo(c, bias, n);
}

/** c[n] += x[n]. */
function addTo(c: usize, x: usize, n: i32): void {
  for (; n >= 4; n -= 4, c += 16, x += 16) v128.store(c, f32x4.add(v128.load(c), v128.load(x)));
  for (; n > 0; n--, c += 4, x += 4) store<f32>(c, load<f32>(c) + load<f32>(x));
}
