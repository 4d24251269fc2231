import { area } from './area';
import { madd } from './simd';

// The inner loop of every matrix product: a tile of up to 4 rows by 8 columns of C stays in 8 vector registers while k runs, or of 6
// rows by at most 4 columns in 6. With more sums engines move some of them to memory and back, at two thirds of the speed. A is read
// in place, in one of two ways, and B as rows of 8 floats, packed or in place.

/** How a tile reads A: rows whose elements along k are neighbours, or neighbours of several rows for each k. */
export const ALONG_K: i32 = 0;
export const ALONG_ROWS: i32 = 1;

/**
 * C[0..rows, 0..8 or 4] = or += A · B over `depth` steps of k. Strides are in bytes; `stepA` is the stride of A's rows (ALONG_K) or
 * of k (ALONG_ROWS).
 */
@inline
function tile(
  rows: i32, wide: bool, layout: i32, a: usize, stepA: usize, b: usize, stepB: usize, depth: i32,
  c: usize, stepC: usize, add: bool, bias: usize,
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
  // Nothing is called from here on: engines would keep sums that are alive during a call in memory, all through the loop.
  let from = add ? c : bias;
  const stepFrom: usize = add ? stepC : 0;
  if (from) {
    s0l = f32x4.add(s0l, v128.load(from)); if (wide) s0h = f32x4.add(s0h, v128.load(from, 16));
    if (rows > 1) { from += stepFrom; s1l = f32x4.add(s1l, v128.load(from)); if (wide) s1h = f32x4.add(s1h, v128.load(from, 16)); }
    if (rows > 2) { from += stepFrom; s2l = f32x4.add(s2l, v128.load(from)); if (wide) s2h = f32x4.add(s2h, v128.load(from, 16)); }
    if (rows > 3) { from += stepFrom; s3l = f32x4.add(s3l, v128.load(from)); if (wide) s3h = f32x4.add(s3h, v128.load(from, 16)); }
    if (rows > 4) { from += stepFrom; s4l = f32x4.add(s4l, v128.load(from)); if (wide) s4h = f32x4.add(s4h, v128.load(from, 16)); }
    if (rows > 5) { from += stepFrom; s5l = f32x4.add(s5l, v128.load(from)); if (wide) s5h = f32x4.add(s5h, v128.load(from, 16)); }
  }
  v128.store(c, s0l); if (wide) v128.store(c, s0h, 16);
  if (rows > 1) { c += stepC; v128.store(c, s1l); if (wide) v128.store(c, s1h, 16); }
  if (rows > 2) { c += stepC; v128.store(c, s2l); if (wide) v128.store(c, s2h, 16); }
  if (rows > 3) { c += stepC; v128.store(c, s3l); if (wide) v128.store(c, s3h, 16); }
  if (rows > 4) { c += stepC; v128.store(c, s4l); if (wide) v128.store(c, s4h, 16); }
  if (rows > 5) { c += stepC; v128.store(c, s5l); if (wide) v128.store(c, s5h, 16); }
}

function tile4WideAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(4, true, ALONG_K, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile2WideAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(2, true, ALONG_K, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile1WideAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(1, true, ALONG_K, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile6NarrowAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(6, false, ALONG_K, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile4NarrowAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(4, false, ALONG_K, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile2NarrowAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(2, false, ALONG_K, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile1NarrowAlongK(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(1, false, ALONG_K, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile4WideAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(4, true, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile2WideAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(2, true, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile1WideAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(1, true, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile6NarrowAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(6, false, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile4NarrowAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(4, false, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile2NarrowAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(2, false, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

function tile1NarrowAlongRows(
  a: usize, stepA: usize, b: usize, stepB: usize, depth: i32, c: usize, stepC: usize, add: bool, bias: usize,
): void {
  tile(1, false, ALONG_ROWS, a, stepA, b, stepB, depth, c, stepC, add, bias);
}

@inline
function anyTile(
  rows: i32, wide: bool, layout: i32, a: usize, stepA: usize, b: usize, stepB: usize, depth: i32,
  c: usize, stepC: usize, add: bool, bias: usize,
): void {
  if (layout == ALONG_K) {
    if (wide) {
      if (rows == 4) tile4WideAlongK(a, stepA, b, stepB, depth, c, stepC, add, bias);
      else if (rows == 2) tile2WideAlongK(a, stepA, b, stepB, depth, c, stepC, add, bias);
      else tile1WideAlongK(a, stepA, b, stepB, depth, c, stepC, add, bias);
    } else if (rows == 6) tile6NarrowAlongK(a, stepA, b, stepB, depth, c, stepC, add, bias);
    else if (rows == 4) tile4NarrowAlongK(a, stepA, b, stepB, depth, c, stepC, add, bias);
    else if (rows == 2) tile2NarrowAlongK(a, stepA, b, stepB, depth, c, stepC, add, bias);
    else tile1NarrowAlongK(a, stepA, b, stepB, depth, c, stepC, add, bias);
  } else {
    if (wide) {
      if (rows == 4) tile4WideAlongRows(a, stepA, b, stepB, depth, c, stepC, add, bias);
      else if (rows == 2) tile2WideAlongRows(a, stepA, b, stepB, depth, c, stepC, add, bias);
      else tile1WideAlongRows(a, stepA, b, stepB, depth, c, stepC, add, bias);
    } else if (rows == 6) tile6NarrowAlongRows(a, stepA, b, stepB, depth, c, stepC, add, bias);
    else if (rows == 4) tile4NarrowAlongRows(a, stepA, b, stepB, depth, c, stepC, add, bias);
    else if (rows == 2) tile2NarrowAlongRows(a, stepA, b, stepB, depth, c, stepC, add, bias);
    else tile1NarrowAlongRows(a, stepA, b, stepB, depth, c, stepC, add, bias);
  }
}

/** Copies the first `columns` floats of rows. */
function copyRows(rows: i32, columns: i32, from: usize, stepFrom: usize, to: usize, stepTo: usize): void {
  for (; rows > 0; rows--, from += stepFrom, to += stepTo) {
    for (let at: usize = 0; at < <usize>columns << 2; at += 4) store<f32>(to + at, load<f32>(from + at));
  }
}

/** A column of tiles: `rows` rows by up to 8 columns. Where columns are no whole vectors, tiles are put together in the thread's area. */
export function strip(
  rows: i32, layout: i32, a: usize, rowA: usize, kA: usize, b: usize, stepB: usize, depth: i32,
  c: usize, stepC: usize, columns: i32, add: bool, bias: usize,
): void {
  const wide = columns > 4, most = wide ? 4 : 6;
  const stepA = layout == ALONG_K ? rowA : kA;
  while (rows > 0) {
    const height = rows >= most ? most : rows >= 4 ? 4 : min(rows, 2);
    const whole = (columns & 3) == 0;
    if (!whole && add) copyRows(height, columns, c, stepC, area.at, 32);
    anyTile(height, wide, layout, a, stepA, b, stepB, depth, whole ? c : area.at, whole ? stepC : 32, add, bias);
    if (!whole) copyRows(height, columns, area.at, 32, c, stepC);
    a += <usize>height * rowA;
    c += <usize>height * stepC;
    rows -= height;
  }
}
