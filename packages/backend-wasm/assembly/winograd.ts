import { finishRows } from './finish';
import { gemmBlock } from './gemm';
import { ALONG_K, ALONG_ROWS } from './gemm-tile';
import { Windows } from './window';

// 3x3 convolutions at stride 1 with 16 multiplications for 4 results in place of 36: F(2x2, 3x3) of Lavin and Gray, "Fast
// Algorithms for Convolutional Neural Networks", 2015, arXiv:1509.09308. For a tile of 2x2 results y, of 4x4 inputs d:
//
//     y = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ d B)] A
//
// The products ⊙, summed over channels, are 16 products of matrices: U = G w Gᵀ is [16, C, O], V = Bᵀ d B is [16, tiles, C].
// Channels are multiples of 4; tiles go in blocks that stay in the cache. Threads take blocks of tiles, or parts of the filter gradient.

/** Whether these kernels take a convolution: 3x3, stride 1, no dilation, whole vectors of channels, and enough tiles. */
export function isWinograd(plan: usize): bool {
  const p = changetype<Windows>(plan);
  return (
    p.kernelHeight == 3 && p.kernelWidth == 3 && p.strideHeight == 1 && p.strideWidth == 1 &&
    p.dilationHeight == 1 && p.dilationWidth == 1 && p.groups == 1 &&
    p.channels >= 8 && p.outChannels >= 8 && (p.channels | p.outChannels) % 4 == 0 &&
    tileCount(p, 2) >= 12
  );
}

/** Tiles of so many results a side, from top to bottom of an image. */
@inline
export function tilesDown(p: Windows, side: i32): i32 {
  return (p.outHeight + side - 1) / side;
}

/** The same from left to right. */
@inline
export function tilesAcross(p: Windows, side: i32): i32 {
  return (p.outWidth + side - 1) / side;
}

/** The same in all images. */
@inline
export function tileCount(p: Windows, side: i32): i32 {
  return p.batch * tilesDown(p, side) * tilesAcross(p, side);
}

/** Tiles of one block: V takes about 128 KiB. */
@inline
function tilesPerBlock(p: Windows): i32 {
  return max(6, min(24, 131072 / (64 * 4 * max(p.channels, p.outChannels)))) * 4;
}

/** Bytes of a matrix [C, O] as panels of 8 columns. */
@inline
export function panelBytes(p: Windows): usize {
  return <usize>(p.channels * ((p.outChannels + 7) & ~7)) << 2;
}

/** Bytes of U. */
export function winogradKernelBytes(plan: usize): usize {
  return 16 * panelBytes(changetype<Windows>(plan));
}

/** Bytes of scratch that a thread wants: two blocks of transformed tiles, and one tile of inputs. */
export function winogradScratchBytes(plan: usize): usize {
  const p = changetype<Windows>(plan);
  const channels = <usize>(p.channels + p.outChannels);
  return (<usize>(16 * tilesPerBlock(p)) * channels << 2) + (<usize>(16 * p.channels) << 2) + 64;
}

/** Number of blocks of tiles. */
export function winogradBlocks(plan: usize): i32 {
  const p = changetype<Windows>(plan);
  const block = tilesPerBlock(p);
  return (tileCount(p, 2) + block - 1) / block;
}

/** w [3, 3, C, O] to U, as panels of 8 columns: 16 matrices [C, O], for input channels `first` to `first + count`. */
export function winogradKernel(plan: usize, w: usize, u: usize, first: i32, count: i32): void {
  const p = changetype<Windows>(plan);
  const o = p.outChannels;
  const row = <usize>(p.channels * o) << 2, next = panelBytes(p);
  const half = f32x4.splat(0.5);
  w += <usize>(first * o) << 2;
  for (let c = first; c < first + count; c++) {
    for (let j = 0; j < o; j += 4, w += 16) {
      const to = u + <usize>(j >> 3) * (<usize>p.channels << 5) + (<usize>c << 5) + (<usize>(j & 4) << 2);
      // Rows of G w, and with each of them the rows of (G w) Gᵀ.
      for (let i = 0; i < 4; i++) {
        let a: v128, b: v128, d: v128;
        if (i == 0) {
          a = v128.load(w);
          b = v128.load(w + row);
          d = v128.load(w + 2 * row);
        } else if (i == 3) {
          a = v128.load(w + 6 * row);
          b = v128.load(w + 7 * row);
          d = v128.load(w + 8 * row);
        } else {
          a = f32x4.add(v128.load(w), v128.load(w + 6 * row));
          b = f32x4.add(v128.load(w + row), v128.load(w + 7 * row));
          d = f32x4.add(v128.load(w + 2 * row), v128.load(w + 8 * row));
          const e = v128.load(w + 3 * row), f = v128.load(w + 4 * row), g = v128.load(w + 5 * row);
          a = f32x4.mul(half, i == 1 ? f32x4.add(a, e) : f32x4.sub(a, e));
          b = f32x4.mul(half, i == 1 ? f32x4.add(b, f) : f32x4.sub(b, f));
          d = f32x4.mul(half, i == 1 ? f32x4.add(d, g) : f32x4.sub(d, g));
        }
        const ends = f32x4.add(a, d);
        const at = to + <usize>(4 * i) * next;
        v128.store(at, a);
        v128.store(at + next, f32x4.mul(half, f32x4.add(ends, b)));
        v128.store(at + 2 * next, f32x4.mul(half, f32x4.sub(ends, b)));
        v128.store(at + 3 * next, d);
      }
    }
  }
}

/** The inputs of a tile, `side` by `side`, copied to `to` with zeros around the image; returns `to`. */
export function inputTile(p: Windows, x: usize, top: i32, left: i32, side: i32, to: usize): usize {
  const bytes = <usize>p.channels << 2;
  let copy = to;
  for (let i = 0; i < side; i++) {
    const h = top + i;
    for (let j = 0; j < side; j++, copy += bytes) {
      const w = left + j;
      if (<u32>h < <u32>p.height && <u32>w < <u32>p.width) {
        const from = x + <usize>(h * p.width + w) * bytes;
        for (let c: usize = 0; c < bytes; c += 16) v128.store(copy + c, v128.load(from + c));
      } else {
        for (let c: usize = 0; c < bytes; c += 16) v128.store(copy + c, f32x4.splat(0));
      }
    }
  }
  return to;
}

/** Inputs of tiles `first` to `first + count` to V = Bᵀ d B, [16, count, depth], for `depth` channels of C from `channel` on. */
function transformInputs(
  p: Windows, x: usize, first: i32, count: i32, v: usize, copy: usize, channel: i32, depth: i32,
): void {
  const bytes = <usize>p.channels << 2, rowBytes = <usize>depth << 2, start = <usize>channel << 2;
  const next = <usize>count * rowBytes;
  const across = tilesAcross(p, 2), down = tilesDown(p, 2);
  for (let t = 0; t < count; t++, v += rowBytes) {
    const tile = first + t;
    const line = tile / across;
    const left = 2 * (tile % across) - p.padLeft, top = 2 * (line % down) - p.padTop;
    const image = x + <usize>(line / down * p.height * p.width) * bytes;
    const inside = top >= 0 && left >= 0 && top + 4 <= p.height && left + 4 <= p.width;
    const from = inside ? image + <usize>(top * p.width + left) * bytes : inputTile(p, image, top, left, 4, copy);
    const step = inside ? <usize>p.width * bytes : 4 * bytes;
    for (let c: usize = 0; c < rowBytes; c += 16) {
      const row0 = from + start + c, row1 = row0 + step, row2 = row1 + step, row3 = row2 + step;
      // Bᵀ d: each row of it from two rows of d, then its product with B.
      storeRow(v + c, next, bytes, row0, row2, false);
      storeRow(v + c + 4 * next, next, bytes, row2, row1, true);
      storeRow(v + c + 8 * next, next, bytes, row2, row1, false);
      storeRow(v + c + 12 * next, next, bytes, row1, row3, false);
    }
  }
}

/** One row of Bᵀ d B, from the sum or the difference of two rows of d. */
@inline
function storeRow(to: usize, next: usize, bytes: usize, a: usize, b: usize, sum: bool): void {
  const a0 = v128.load(a), a1 = v128.load(a + bytes), a2 = v128.load(a + 2 * bytes), a3 = v128.load(a + 3 * bytes);
  const b0 = v128.load(b), b1 = v128.load(b + bytes), b2 = v128.load(b + 2 * bytes), b3 = v128.load(b + 3 * bytes);
  const d0 = sum ? f32x4.add(a0, b0) : f32x4.sub(a0, b0), d1 = sum ? f32x4.add(a1, b1) : f32x4.sub(a1, b1);
  const d2 = sum ? f32x4.add(a2, b2) : f32x4.sub(a2, b2), d3 = sum ? f32x4.add(a3, b3) : f32x4.sub(a3, b3);
  v128.store(to, f32x4.sub(d0, d2));
  v128.store(to + next, f32x4.add(d1, d2));
  v128.store(to + 2 * next, f32x4.sub(d2, d1));
  v128.store(to + 3 * next, f32x4.sub(d1, d3));
}

/** Two results of a row of Aᵀ m A from the four sums of a row. */
@inline
function storePair(to: usize, bytes: usize, second: bool, m0: v128, m1: v128, m2: v128, m3: v128, shift: v128): void {
  v128.store(to, f32x4.add(f32x4.add(m0, shift), f32x4.add(m1, m2)));
  if (second) v128.store(to + bytes, f32x4.add(f32x4.sub(f32x4.sub(m1, m2), m3), shift));
}

/** Sums m [16, count, O] to results Aᵀ m A + bias, which are finished where there is `finish`. */
function transformOutputs(p: Windows, m: usize, first: i32, count: i32, bias: usize, out: usize, finish: usize): void {
  const bytes = <usize>p.outChannels << 2;
  const next = <usize>count * bytes;
  const across = tilesAcross(p, 2), down = tilesDown(p, 2);
  for (let t = 0; t < count; t++, m += bytes) {
    const tile = first + t;
    const line = tile / across;
    const w = 2 * (tile % across), h = 2 * (line % down);
    const to = out + <usize>((line / down * p.outHeight + h) * p.outWidth + w) * bytes;
    const right = w + 1 < p.outWidth, below = h + 1 < p.outHeight;
    for (let c: usize = 0; c < bytes; c += 16) {
      const shift = bias ? v128.load(bias + c) : f32x4.splat(0);
      let at = m + c;
      // Aᵀ m by columns: the sum of rows 0, 1, 2 and the difference 1 - 2 - 3.
      let a0: v128 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
      for (let j = 0; j < 4; j++, at += next) {
        const m0 = v128.load(at), m1 = v128.load(at + 4 * next), m2 = v128.load(at + 8 * next), m3 = v128.load(at + 12 * next);
        const a = f32x4.add(m0, f32x4.add(m1, m2)), b = f32x4.sub(f32x4.sub(m1, m2), m3);
        if (j == 0) { a0 = a; b0 = b; } else if (j == 1) { a1 = a; b1 = b; } else if (j == 2) { a2 = a; b2 = b; } else { a3 = a; b3 = b; }
      }
      storePair(to + c, bytes, right, a0, a1, a2, a3, shift);
      if (below) storePair(to + c + <usize>p.outWidth * bytes, bytes, right, b0, b1, b2, b3, shift);
    }
    if (!finish) continue;
    const columns = right ? 2 : 1;
    finishRows(finish, 0, to, bytes, columns, p.outChannels);
    if (below) finishRows(finish, 0, to + <usize>p.outWidth * bytes, bytes, columns, p.outChannels);
  }
}

/** Gradients of results to gradients of the sums: A y Aᵀ, [16, count, O]. */
function transformGradients(p: Windows, grad: usize, first: i32, count: i32, to: usize): void {
  const bytes = <usize>p.outChannels << 2;
  const next = <usize>count * bytes;
  const across = tilesAcross(p, 2), down = tilesDown(p, 2);
  const zero = f32x4.splat(0);
  for (let t = 0; t < count; t++, to += bytes) {
    const tile = first + t;
    const line = tile / across;
    const w = 2 * (tile % across), h = 2 * (line % down);
    const from = grad + <usize>((line / down * p.outHeight + h) * p.outWidth + w) * bytes;
    const right = w + 1 < p.outWidth, below = h + 1 < p.outHeight;
    const step = <usize>p.outWidth * bytes;
    for (let c: usize = 0; c < bytes; c += 16) {
      const y0 = v128.load(from + c);
      const y1 = right ? v128.load(from + c + bytes) : zero;
      const z0 = below ? v128.load(from + c + step) : zero;
      const z1 = below && right ? v128.load(from + c + step + bytes) : zero;
      storeQuad(to + c, next, y0, y1);
      storeQuad(to + c + 4 * next, next, f32x4.add(y0, z0), f32x4.add(y1, z1));
      storeQuad(to + c + 8 * next, next, f32x4.sub(y0, z0), f32x4.sub(y1, z1));
      storeQuad(to + c + 12 * next, next, f32x4.neg(z0), f32x4.neg(z1));
    }
  }
}

/** A row times Aᵀ. */
@inline
function storeQuad(to: usize, next: usize, a: v128, b: v128): void {
  v128.store(to, a);
  v128.store(to + next, f32x4.add(a, b));
  v128.store(to + 2 * next, f32x4.sub(a, b));
  v128.store(to + 3 * next, f32x4.neg(b));
}

/** Results of blocks `first` to `first + count` of tiles, from U. */
export function winogradConv2d(
  plan: usize, x: usize, u: usize, bias: usize, out: usize, scratch: usize, finish: usize, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const c = p.channels, o = p.outChannels, panels = panelBytes(p), block = tilesPerBlock(p);
  const m = scratch + (<usize>(16 * block * c) << 2);
  const copy = m + (<usize>(16 * block * o) << 2);
  const end = min(tileCount(p, 2), (first + count) * block);
  for (let tile = first * block; tile < end; tile += block) {
    const tiles = min(block, end - tile);
    transformInputs(p, x, tile, tiles, scratch, copy, 0, c);
    for (let i = 0; i < 16; i++) {
      const a = scratch + (<usize>(i * tiles * c) << 2), to = m + (<usize>(i * tiles * o) << 2);
      const b = u + <usize>i * panels;
      gemmBlock(tiles, ALONG_K, a, <usize>c << 2, 4, b, 32, <usize>c << 5, c, to, <usize>o << 2, o, false, 0, 0, 0);
    }
    transformOutputs(p, m, tile, tiles, bias, out, finish);
  }
}

/** Input channels of a slice of the filter gradient. */
@inline
function sliceDepth(p: Windows): i32 {
  return p.channels >= 128 ? 64 : p.channels;
}

@inline
function sliceCount(p: Windows): i32 {
  return (p.channels + sliceDepth(p) - 1) / sliceDepth(p);
}

/** Into how many parts the tiles are cut for the filter gradient, whose sums are added in the end: it depends on the geometry alone. */
export function winogradParts(plan: usize): i32 {
  const p = changetype<Windows>(plan);
  return max(1, min(8 / sliceCount(p), tileCount(p, 2) / 128));
}

/** Number of pieces of the filter gradient: slices of the input channels for each part. */
export function winogradPieces(plan: usize): i32 {
  return winogradParts(plan) * sliceCount(changetype<Windows>(plan));
}

/**
 * dU[i] = V[i] transposed · (A grad Aᵀ)[i] over the tiles of each part: pieces `first` to `first + count`. A part's sums are
 * [16, C, O]; parts follow each other from `sums` on.
 */
export function winogradFilterSums(
  plan: usize, x: usize, grad: usize, sums: usize, scratch: usize, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const c = p.channels, o = p.outChannels, block = tilesPerBlock(p);
  const m = scratch + (<usize>(16 * block * c) << 2);
  const copy = m + (<usize>(16 * block * o) << 2);
  const tiles = tileCount(p, 2), blocks = (tiles + block - 1) / block;
  const parts = winogradParts(plan), slices = sliceCount(p);
  const matrix = <usize>(c * o) << 2;
  for (let piece = first; piece < first + count; piece++) {
    const part = piece / slices, channel = piece % slices * sliceDepth(p);
    const depth = min(sliceDepth(p), c - channel);
    const start = part * blocks / parts * block, end = min(tiles, (part + 1) * blocks / parts * block);
    const to = sums + <usize>(16 * part) * matrix + (<usize>(channel * o) << 2);
    for (let tile = start; tile < end; tile += block) {
      const rows = min(block, end - tile);
      transformInputs(p, x, tile, rows, scratch, copy, channel, depth);
      transformGradients(p, grad, tile, rows, m);
      for (let i = 0; i < 16; i++) {
        const a = scratch + (<usize>(i * rows * depth) << 2), b = m + (<usize>(i * rows * o) << 2);
        gemmBlock(
          depth, ALONG_ROWS, a, 4, <usize>depth << 2, b, <usize>o << 2, 32, rows, to + <usize>i * matrix, <usize>o << 2, o,
          tile > start, 0, 0, 0,
        );
      }
    }
  }
}

/** dw = Gᵀ dU G, from the sums of all parts. */
export function winogradFilterGrad(plan: usize, dw: usize, scratch: usize): void {
  const p = changetype<Windows>(plan);
  const matrix = <usize>(p.channels * p.outChannels) << 2;
  const half = f32x4.splat(0.5);
  for (let at: usize = 0; at < matrix; at += 16) {
    for (let i: usize = 0; i < 3; i++) {
      // A row of Gᵀ dU, then its product with G.
      const u0 = rowOfGradient(scratch + at, matrix, i), u1 = rowOfGradient(scratch + at + matrix, matrix, i);
      const u2 = rowOfGradient(scratch + at + 2 * matrix, matrix, i), u3 = rowOfGradient(scratch + at + 3 * matrix, matrix, i);
      const ends = f32x4.mul(half, f32x4.add(u1, u2));
      const to = dw + at + 3 * i * matrix;
      v128.store(to, f32x4.add(u0, ends));
      v128.store(to + matrix, f32x4.mul(half, f32x4.sub(u1, u2)));
      v128.store(to + 2 * matrix, f32x4.add(ends, u3));
    }
  }
}

@inline
function rowOfGradient(u: usize, matrix: usize, i: usize): v128 {
  const half = f32x4.splat(0.5);
  const u1 = v128.load(u + 4 * matrix), u2 = v128.load(u + 8 * matrix);
  if (i == 1) return f32x4.mul(half, f32x4.sub(u1, u2));
  const ends = f32x4.mul(half, f32x4.add(u1, u2));
  return f32x4.add(ends, v128.load(u + (i == 0 ? 0 : 12 * matrix)));
}
