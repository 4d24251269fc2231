import { madd } from './simd';

// The inner loop of every matrix product: a tile of up to 6 rows by 8 columns of C stays in 12 vector registers while k runs, or of
// at most 4 columns in 6. A is read in place, in one of two ways, and B as rows of 8 floats, packed or in place.

/** How a tile reads A: six rows whose elements along k are neighbours, or six neighbours for each k. */
export const ALONG_K: i32 = 0;
export const ALONG_ROWS: i32 = 1;

/** Stores or adds eight sums to a row of C, or to its first `columns` places. */
@inline
function put(c: usize, low: v128, high: v128, columns: i32, add: bool, bias: usize): void {
  if (columns == 8) {
    if (add) {
      low = f32x4.add(low, v128.load(c));
      high = f32x4.add(high, v128.load(c, 16));
    } else if (bias) {
      low = f32x4.add(low, v128.load(bias));
      high = f32x4.add(high, v128.load(bias, 16));
    }
    v128.store(c, low);
    v128.store(c, high, 16);
  } else {
    putPart(c, low, high, columns, add, bias);
  }
}

function putPart(c: usize, low: v128, high: v128, columns: i32, add: bool, bias: usize): void {
  for (let j = 0; j < columns; j++) {
    let sum = f32x4.extract_lane(low, 0);
    if (add) sum += load<f32>(c);
    else if (bias) sum += load<f32>(bias + (<usize>j << 2));
    store<f32>(c, sum);
    c += 4;
    // Move the next sum into lane 0.
    low = i8x16.shuffle(low, high, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19);
    high = i8x16.shuffle(high, high, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3);
  }
}

/**
 * C[0..rows, 0..columns] = or += A · B over `depth` steps of k. Strides are in bytes; `stepA` is the stride of A's rows
 * (ALONG_K) or of k (ALONG_ROWS).
 */
@inline
function tile(
  rows: i32, wide: bool, layout: i32, a: usize, stepA: usize, b: usize, stepB: usize, depth: i32,
  c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  let s0l = f32x4.splat(0), s0h = f32x4.splat(0);
  let s1l = f32x4.splat(0), s1h = f32x4.splat(0);
  let s2l = f32x4.splat(0), s2h = f32x4.splat(0);
  let s3l = f32x4.splat(0), s3h = f32x4.splat(0);
  let s4l = f32x4.splat(0), s4h = f32x4.splat(0);
  let s5l = f32x4.splat(0), s5h = f32x4.splat(0);
  let b0: v128, b1 = f32x4.splat(0), x: v128;
  if (layout == ALONG_K) {
    let a0 = a, a1 = a0 + stepA, a2 = a1 + stepA, a3 = a2 + stepA, a4 = a3 + stepA, a5 = a4 + stepA;
    for (; depth >= 2; depth -= 2) {
      b0 = v128.load(b);
      if (wide) b1 = v128.load(b, 16);
      x = v128.load32_splat(a0); s0l = madd(x, b0, s0l); if (wide) s0h = madd(x, b1, s0h);
      if (rows > 1) { x = v128.load32_splat(a1); s1l = madd(x, b0, s1l); if (wide) s1h = madd(x, b1, s1h); }
      if (rows > 2) { x = v128.load32_splat(a2); s2l = madd(x, b0, s2l); if (wide) s2h = madd(x, b1, s2h); }
      if (rows > 3) { x = v128.load32_splat(a3); s3l = madd(x, b0, s3l); if (wide) s3h = madd(x, b1, s3h); }
      if (rows > 4) { x = v128.load32_splat(a4); s4l = madd(x, b0, s4l); if (wide) s4h = madd(x, b1, s4h); }
      if (rows > 5) { x = v128.load32_splat(a5); s5l = madd(x, b0, s5l); if (wide) s5h = madd(x, b1, s5h); }
      b += stepB;
      b0 = v128.load(b);
      if (wide) b1 = v128.load(b, 16);
      x = v128.load32_splat(a0, 4); s0l = madd(x, b0, s0l); if (wide) s0h = madd(x, b1, s0h);
      if (rows > 1) { x = v128.load32_splat(a1, 4); s1l = madd(x, b0, s1l); if (wide) s1h = madd(x, b1, s1h); }
      if (rows > 2) { x = v128.load32_splat(a2, 4); s2l = madd(x, b0, s2l); if (wide) s2h = madd(x, b1, s2h); }
      if (rows > 3) { x = v128.load32_splat(a3, 4); s3l = madd(x, b0, s3l); if (wide) s3h = madd(x, b1, s3h); }
      if (rows > 4) { x = v128.load32_splat(a4, 4); s4l = madd(x, b0, s4l); if (wide) s4h = madd(x, b1, s4h); }
      if (rows > 5) { x = v128.load32_splat(a5, 4); s5l = madd(x, b0, s5l); if (wide) s5h = madd(x, b1, s5h); }
      b += stepB;
      a0 += 8; if (rows > 1) a1 += 8; if (rows > 2) a2 += 8; if (rows > 3) a3 += 8; if (rows > 4) a4 += 8; if (rows > 5) a5 += 8;
    }
    for (; depth > 0; depth--) {
      b0 = v128.load(b);
      if (wide) b1 = v128.load(b, 16);
      x = v128.load32_splat(a0); s0l = madd(x, b0, s0l); if (wide) s0h = madd(x, b1, s0h);
      if (rows > 1) { x = v128.load32_splat(a1); s1l = madd(x, b0, s1l); if (wide) s1h = madd(x, b1, s1h); }
      if (rows > 2) { x = v128.load32_splat(a2); s2l = madd(x, b0, s2l); if (wide) s2h = madd(x, b1, s2h); }
      if (rows > 3) { x = v128.load32_splat(a3); s3l = madd(x, b0, s3l); if (wide) s3h = madd(x, b1, s3h); }
      if (rows > 4) { x = v128.load32_splat(a4); s4l = madd(x, b0, s4l); if (wide) s4h = madd(x, b1, s4h); }
      if (rows > 5) { x = v128.load32_splat(a5); s5l = madd(x, b0, s5l); if (wide) s5h = madd(x, b1, s5h); }
      b += stepB;
      a0 += 4; if (rows > 1) a1 += 4; if (rows > 2) a2 += 4; if (rows > 3) a3 += 4; if (rows > 4) a4 += 4; if (rows > 5) a5 += 4;
    }
  } else {
    for (; depth >= 2; depth -= 2) {
      b0 = v128.load(b);
      if (wide) b1 = v128.load(b, 16);
      x = v128.load32_splat(a); s0l = madd(x, b0, s0l); if (wide) s0h = madd(x, b1, s0h);
      if (rows > 1) { x = v128.load32_splat(a, 4); s1l = madd(x, b0, s1l); if (wide) s1h = madd(x, b1, s1h); }
      if (rows > 2) { x = v128.load32_splat(a, 8); s2l = madd(x, b0, s2l); if (wide) s2h = madd(x, b1, s2h); }
      if (rows > 3) { x = v128.load32_splat(a, 12); s3l = madd(x, b0, s3l); if (wide) s3h = madd(x, b1, s3h); }
      if (rows > 4) { x = v128.load32_splat(a, 16); s4l = madd(x, b0, s4l); if (wide) s4h = madd(x, b1, s4h); }
      if (rows > 5) { x = v128.load32_splat(a, 20); s5l = madd(x, b0, s5l); if (wide) s5h = madd(x, b1, s5h); }
      a += stepA; b += stepB;
      b0 = v128.load(b);
      if (wide) b1 = v128.load(b, 16);
      x = v128.load32_splat(a); s0l = madd(x, b0, s0l); if (wide) s0h = madd(x, b1, s0h);
      if (rows > 1) { x = v128.load32_splat(a, 4); s1l = madd(x, b0, s1l); if (wide) s1h = madd(x, b1, s1h); }
      if (rows > 2) { x = v128.load32_splat(a, 8); s2l = madd(x, b0, s2l); if (wide) s2h = madd(x, b1, s2h); }
      if (rows > 3) { x = v128.load32_splat(a, 12); s3l = madd(x, b0, s3l); if (wide) s3h = madd(x, b1, s3h); }
      if (rows > 4) { x = v128.load32_splat(a, 16); s4l = madd(x, b0, s4l); if (wide) s4h = madd(x, b1, s4h); }
      if (rows > 5) { x = v128.load32_splat(a, 20); s5l = madd(x, b0, s5l); if (wide) s5h = madd(x, b1, s5h); }
      a += stepA; b += stepB;
    }
    for (; depth > 0; depth--) {
      b0 = v128.load(b);
      if (wide) b1 = v128.load(b, 16);
      x = v128.load32_splat(a); s0l = madd(x, b0, s0l); if (wide) s0h = madd(x, b1, s0h);
      if (rows > 1) { x = v128.load32_splat(a, 4); s1l = madd(x, b0, s1l); if (wide) s1h = madd(x, b1, s1h); }
      if (rows > 2) { x = v128.load32_splat(a, 8); s2l = madd(x, b0, s2l); if (wide) s2h = madd(x, b1, s2h); }
      if (rows > 3) { x = v128.load32_splat(a, 12); s3l = madd(x, b0, s3l); if (wide) s3h = madd(x, b1, s3h); }
      if (rows > 4) { x = v128.load32_splat(a, 16); s4l = madd(x, b0, s4l); if (wide) s4h = madd(x, b1, s4h); }
      if (rows > 5) { x = v128.load32_splat(a, 20); s5l = madd(x, b0, s5l); if (wide) s5h = madd(x, b1, s5h); }
      a += stepA; b += stepB;
    }
  }
  put(c, s0l, s0h, columns, add, bias);
  if (rows > 1) { c += stepC; put(c, s1l, s1h, columns, add, bias); }
  if (rows > 2) { c += stepC; put(c, s2l, s2h, columns, add, bias); }
  if (rows > 3) { c += stepC; put(c, s3l, s3h, columns, add, bias); }
  if (rows > 4) { c += stepC; put(c, s4l, s4h, columns, add, bias); }
  if (rows > 5) { c += stepC; put(c, s5l, s5h, columns, add, bias); }
}

function tile6WideAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(6, true, ALONG_K, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile4WideAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(4, true, ALONG_K, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile2WideAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(2, true, ALONG_K, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile1WideAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(1, true, ALONG_K, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile6NarrowAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(6, false, ALONG_K, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile4NarrowAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(4, false, ALONG_K, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile2NarrowAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(2, false, ALONG_K, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile1NarrowAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(1, false, ALONG_K, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile6WideAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(6, true, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile4WideAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(4, true, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile2WideAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(2, true, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile1WideAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(1, true, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile6NarrowAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(6, false, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile4NarrowAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(4, false, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile2NarrowAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(2, false, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

function tile1NarrowAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  tile(1, false, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, columns, add, bias);
}

/** A column of tiles: `rows` rows by up to 8 columns. */
export function strip(
  rows: i32, layout: i32, a: usize, rowA: usize, kA: usize, b: usize, stepB: usize, depth: i32,
  c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  if (layout == ALONG_K && columns > 4) {
    for (; rows >= 6; rows -= 6) {
      tile6WideAlongK(a, rowA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 6 * rowA;
      c += 6 * stepC;
    }
    if (rows >= 4) {
      tile4WideAlongK(a, rowA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 4 * rowA;
      c += 4 * stepC;
      rows -= 4;
    }
    if (rows >= 2) {
      tile2WideAlongK(a, rowA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 2 * rowA;
      c += 2 * stepC;
      rows -= 2;
    }
    if (rows > 0) {
      tile1WideAlongK(a, rowA, b, stepB, depth, c, stepC, columns, add, bias);
    }
  } else if (layout == ALONG_K) {
    for (; rows >= 6; rows -= 6) {
      tile6NarrowAlongK(a, rowA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 6 * rowA;
      c += 6 * stepC;
    }
    if (rows >= 4) {
      tile4NarrowAlongK(a, rowA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 4 * rowA;
      c += 4 * stepC;
      rows -= 4;
    }
    if (rows >= 2) {
      tile2NarrowAlongK(a, rowA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 2 * rowA;
      c += 2 * stepC;
      rows -= 2;
    }
    if (rows > 0) {
      tile1NarrowAlongK(a, rowA, b, stepB, depth, c, stepC, columns, add, bias);
    }
  } else if (columns > 4) {
    for (; rows >= 6; rows -= 6) {
      tile6WideAlongRows(a, kA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 6 * rowA;
      c += 6 * stepC;
    }
    if (rows >= 4) {
      tile4WideAlongRows(a, kA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 4 * rowA;
      c += 4 * stepC;
      rows -= 4;
    }
    if (rows >= 2) {
      tile2WideAlongRows(a, kA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 2 * rowA;
      c += 2 * stepC;
      rows -= 2;
    }
    if (rows > 0) {
      tile1WideAlongRows(a, kA, b, stepB, depth, c, stepC, columns, add, bias);
    }
  } else {
    for (; rows >= 6; rows -= 6) {
      tile6NarrowAlongRows(a, kA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 6 * rowA;
      c += 6 * stepC;
    }
    if (rows >= 4) {
      tile4NarrowAlongRows(a, kA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 4 * rowA;
      c += 4 * stepC;
      rows -= 4;
    }
    if (rows >= 2) {
      tile2NarrowAlongRows(a, kA, b, stepB, depth, c, stepC, columns, add, bias);
      a += 2 * rowA;
      c += 2 * stepC;
      rows -= 2;
    }
    if (rows > 0) {
      tile1NarrowAlongRows(a, kA, b, stepB, depth, c, stepC, columns, add, bias);
    }
  }
}
