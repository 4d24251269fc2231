import { finishRows } from './finish';
import { gemmBlock } from './gemm';
import { ALONG_K } from './gemm-tile';
import { constant, madd, nmadd } from './simd';
import { Windows } from './window';
import { inputTile, isWinograd, panelBytes, tileCount, tilesAcross, tilesDown } from './winograd';

// 3x3 convolutions at stride 1 with 36 multiplications for 16 results in place of 144: F(4x4, 3x3), see winograd.ts, of tiles of 6x6 inputs.
//
// A polynomial is known by its values at as many points as it has coefficients; the points are 0, ±3/4, ±3/2 and infinity. Results are off by
// up to 4e-6 of the largest one, some five times what tiles of 2x2 results are off by; with the usual points 0, ±1, ±2 it were four times as
// much. The rows of Bᵀ are scaled to about 1, those of G by the inverse:
//
//     Aᵀ: 1    1      1     1     1   0        Bᵀ: .6328125     0      -1.40625    0     .5  0        G: 128/81     0      0
//         0   3/4   -3/4   3/2  -3/2  0                 0   -.84375    -1.125    .375   .5  0          -256/243  -64/81 -16/27
//         0   9/16   9/16  9/4   9/4  0                 0    .84375    -1.125   -.375   .5  0          -256/243   64/81 -16/27
//         0  27/64 -27/64 27/8 -27/8  1                 0   -.421875   -.28125   .75    .5  0            64/243   32/81  16/27
//                                                       0    .421875   -.28125  -.75    .5  0            64/243  -32/81  16/27
//                                                       0    .6328125      0  -1.40625   0  .5             0        0      2

/** Whether these kernels take a convolution that may be off by so much: they have a fifth fewer multiplications than those of 2x2. */
export function isLargeTiled(plan: usize): bool {
  const p = changetype<Windows>(plan), tiles = tileCount(p, 4);
  return isWinograd(plan) && tiles >= 12 && 36 * 5 * tiles <= 16 * 4 * tileCount(p, 2);
}

/** Tiles of one block: V takes about 144 KiB. */
@inline
function tilesPerBlock(p: Windows): i32 {
  return max(3, min(12, 147456 / (144 * 4 * max(p.channels, p.outChannels)))) * 4;
}

/** Bytes of U. */
export function largeTilesKernelBytes(plan: usize): usize {
  return 36 * panelBytes(changetype<Windows>(plan));
}

/** Bytes of scratch that a thread wants: two blocks of transformed tiles, one tile of inputs, and 36 vectors between two passes. */
export function largeTilesScratchBytes(plan: usize): usize {
  const p = changetype<Windows>(plan);
  return (<usize>(36 * tilesPerBlock(p) * (p.channels + p.outChannels) + 36 * p.channels) << 2) + 36 * 16 + 64;
}

/** Number of blocks of tiles. */
export function largeTilesBlocks(plan: usize): i32 {
  const p = changetype<Windows>(plan), block = tilesPerBlock(p);
  return (tileCount(p, 4) + block - 1) / block;
}

/** w [3, 3, C, O] to U, as panels of 8 columns: 36 matrices [C, O], for input channels `first` to `first + count`. */
export function largeTilesKernel(plan: usize, w: usize, u: usize, first: i32, count: i32): void {
  const p = changetype<Windows>(plan), o = p.outChannels;
  const tap = <usize>(p.channels * o) << 2, next = panelBytes(p);
  for (let c = first; c < first + count; c++) {
    for (let j = 0; j < o; j += 2) {
      const from = w + (<usize>(c * o + j) << 2);
      let to = u + <usize>(j >> 3) * (<usize>p.channels << 5) + (<usize>c << 5) + (<usize>(j & 7) << 2);
      for (let row = 0; row < 6; row++) {
        const a = columnTimesG(row, from, tap), b = columnTimesG(row, from + tap, tap), d = columnTimesG(row, from + 2 * tap, tap);
        for (let column = 0; column < 6; column++, to += next) {
          v128.store64_lane(to, f32x4.demote_f64x2_zero(timesG(column, a, b, d)), 0);
        }
      }
    }
  }
}

/** An element of G w, from a column of w, for two output channels. */
@inline
function columnTimesG(row: i32, from: usize, tap: usize): v128 {
  const a = v128.load64_zero(from), b = v128.load64_zero(from + 3 * tap), d = v128.load64_zero(from + 6 * tap);
  return timesG(row, f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b), f64x2.promote_low_f32x4(d));
}

/** A row of G times three numbers, in float64. */
@inline
function timesG(row: i32, a: v128, b: v128, d: v128): v128 {
  if (row == 0) return scaled(128.0 / 81, a);
  if (row == 5) return scaled(2, d);
  const isNear = row < 3;
  const even = f64x2.add(scaled(isNear ? -256.0 / 243 : 64.0 / 243, a), scaled(isNear ? -16.0 / 27 : 16.0 / 27, d));
  const odd = scaled(isNear ? -64.0 / 81 : 32.0 / 81, b);
  return row & 1 ? f64x2.add(even, odd) : f64x2.sub(even, odd);
}

@inline
function scaled(factor: f64, v: v128): v128 {
  return f64x2.mul(f64x2.splat(factor), v);
}

/** Inputs of tiles `first` to `first + count` to V = Bᵀ d B, [36, count, C]. */
function transformInputs(p: Windows, x: usize, first: i32, count: i32, v: usize, copy: usize, between: usize): void {
  const bytes = <usize>p.channels << 2, next = <usize>count * bytes;
  const across = tilesAcross(p, 4), down = tilesDown(p, 4);
  for (let t = 0; t < count; t++, v += bytes) {
    const tile = first + t, line = tile / across;
    const left = 4 * (tile % across) - p.padLeft, top = 4 * (line % down) - p.padTop;
    const image = x + <usize>(line / down * p.height * p.width) * bytes;
    const inside = top >= 0 && left >= 0 && top + 6 <= p.height && left + 6 <= p.width;
    const from = inside ? image + <usize>(top * p.width + left) * bytes : inputTile(p, image, top, left, 6, copy);
    const step = inside ? <usize>p.width * bytes : 6 * bytes;
    for (let c: usize = 0; c < bytes; c += 16) {
      for (let j: usize = 0; j < 6; j++) timesB(from + c + j * bytes, step, between + 16 * j, 96);
      for (let i: usize = 0; i < 6; i++) timesB(between + 96 * i, 16, v + c + 6 * i * next, next);
    }
  }
}

const INPUT = memory.data<f32>([0.6328125, 1.40625, 0.84375, 1.125, 0.375, 0.421875, 0.28125, 0.75, 0.5]);

/** Bᵀ times six vectors. */
@inline
function timesB(from: usize, step: usize, to: usize, next: usize): void {
  const d0 = v128.load(from), d1 = v128.load(from + step), d2 = v128.load(from + 2 * step);
  const d3 = v128.load(from + 3 * step), d4 = v128.load(from + 4 * step), d5 = v128.load(from + 5 * step);
  const half4 = f32x4.mul(d4, constant(INPUT + 32));
  v128.store(to, madd(d0, constant(INPUT), nmadd(d2, constant(INPUT + 4), half4)));
  v128.store(to + 5 * next, madd(d1, constant(INPUT), nmadd(d3, constant(INPUT + 4), f32x4.mul(d5, constant(INPUT + 32)))));
  let even = nmadd(d2, constant(INPUT + 12), half4), odd = nmadd(d1, constant(INPUT + 8), f32x4.mul(d3, constant(INPUT + 16)));
  v128.store(to + next, f32x4.add(even, odd));
  v128.store(to + 2 * next, f32x4.sub(even, odd));
  even = nmadd(d2, constant(INPUT + 24), half4);
  odd = nmadd(d1, constant(INPUT + 20), f32x4.mul(d3, constant(INPUT + 28)));
  v128.store(to + 3 * next, f32x4.add(even, odd));
  v128.store(to + 4 * next, f32x4.sub(even, odd));
}

/** Sums m [36, count, O] to results Aᵀ m A + bias, which are finished where there is `finish`. */
function transformOutputs(
  p: Windows, m: usize, first: i32, count: i32, bias: usize, out: usize, finish: usize, between: usize,
): void {
  const bytes = <usize>p.outChannels << 2, next = <usize>count * bytes, line = <usize>p.outWidth * bytes;
  const across = tilesAcross(p, 4), down = tilesDown(p, 4);
  for (let t = 0; t < count; t++, m += bytes) {
    const tile = first + t, row = tile / across;
    const w = 4 * (tile % across), h = 4 * (row % down);
    const columns = min(4, p.outWidth - w), rows = min(4, p.outHeight - h);
    const to = out + <usize>((row / down * p.outHeight + h) * p.outWidth + w) * bytes;
    for (let c: usize = 0; c < bytes; c += 16) {
      const shift = bias ? v128.load(bias + c) : f32x4.splat(0);
      for (let j: usize = 0; j < 6; j++) timesA(m + c + j * next, 6 * next, between + 16 * j, 96, 4, f32x4.splat(0));
      let at = to + c, from = between;
      for (let i = 0; i < rows; i++, at += line, from += 96) timesA(from, 16, at, bytes, columns, shift);
    }
    if (!finish) continue;
    for (let i = 0, at = to; i < rows; i++, at += line) finishRows(finish, 0, at, bytes, columns, p.outChannels);
  }
}

const OUTPUT = memory.data<f32>([0.75, 1.5, 0.5625, 2.25, 0.421875, 3.375]);

/** The first `count` of Aᵀ times six vectors, each with `shift`. */
@inline
function timesA(from: usize, step: usize, to: usize, next: usize, count: i32, shift: v128): void {
  const m1 = v128.load(from + step), m2 = v128.load(from + 2 * step), m3 = v128.load(from + 3 * step), m4 = v128.load(from + 4 * step);
  const inner = f32x4.add(m1, m2), outer = f32x4.add(m3, m4), near = f32x4.sub(m1, m2), far = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(f32x4.add(v128.load(from), shift), f32x4.add(inner, outer)));
  if (count > 1) v128.store(to + next, madd(near, constant(OUTPUT), madd(far, constant(OUTPUT + 4), shift)));
  if (count > 2) v128.store(to + 2 * next, madd(inner, constant(OUTPUT + 8), madd(outer, constant(OUTPUT + 12), shift)));
  if (count < 4) return;
  const end = f32x4.add(v128.load(from + 5 * step), shift);
  v128.store(to + 3 * next, madd(near, constant(OUTPUT + 16), madd(far, constant(OUTPUT + 20), end)));
}

/** Results of blocks `first` to `first + count` of tiles, from U. */
export function largeTilesConv2d(
  plan: usize, x: usize, u: usize, bias: usize, out: usize, scratch: usize, finish: usize, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const c = p.channels, o = p.outChannels, panels = panelBytes(p), block = tilesPerBlock(p);
  const m = scratch + (<usize>(36 * block * c) << 2), between = m + (<usize>(36 * block * o) << 2), copy = between + 36 * 16;
  const end = min(tileCount(p, 4), (first + count) * block);
  for (let tile = first * block; tile < end; tile += block) {
    const tiles = min(block, end - tile);
    transformInputs(p, x, tile, tiles, scratch, copy, between);
    for (let i = 0; i < 36; i++) {
      const a = scratch + (<usize>(i * tiles * c) << 2), to = m + (<usize>(i * tiles * o) << 2);
      const b = u + <usize>i * panels;
      gemmBlock(tiles, ALONG_K, a, <usize>c << 2, 4, b, 32, <usize>c << 5, c, to, <usize>o << 2, o, false, 0, 0, 0);
    }
    transformOutputs(p, m, tile, tiles, bias, out, finish, between);
  }
}
