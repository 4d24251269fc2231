import { finishRows } from './finish';
import { ALONG_K, ALONG_ROWS, strip } from './gemm-tile';
import { rowsTimesVector, vectorTimesRows } from './gemv';

// C = A · B, in blocks that fit the caches. Strides are in elements until they reach the tiles.

/** Depth and columns of a packed block of B: 256 · 512 · 4 bytes stay in the second-level cache. */
const DEPTH: i32 = 256;
const COLUMNS: i32 = 512;
/** Rows of a packed block of A. */
const ROWS: i32 = 96;

/** Bytes of scratch that `gemm` wants: a block of B, then a block of A. */
export function gemmScratchBytes(): usize {
  return (DEPTH * COLUMNS + DEPTH * ROWS) << 2;
}

/** Copies B[0..depth, 0..columns] into panels of 8 columns, k after k, padded with zeros. */
export function packB(b: usize, rowB: i32, colB: i32, depth: i32, columns: i32, to: usize): void {
  const stepK = <usize>rowB << 2;
  const stepJ = <usize>colB << 2;
  for (let j = 0; j < columns; j += 8) {
    const width = min(8, columns - j);
    let from = b + <usize>j * stepJ;
    if (width == 8 && colB == 1) {
      for (let k = 0; k < depth; k++, from += stepK, to += 32) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      }
    } else if (width == 8 && rowB == 1) {
      packFour(from, stepJ, depth, to, 32);
      packFour(from + 4 * stepJ, stepJ, depth, to + 16, 32);
      to += <usize>depth << 5;
    } else {
      for (let k = 0; k < depth; k++, from += stepK, to += 32) {
        v128.store(to, f32x4.splat(0));
        v128.store(to, f32x4.splat(0), 16);
        for (let i = 0; i < width; i++) store<f32>(to + (<usize>i << 2), load<f32>(from + <usize>i * stepJ));
      }
    }
  }
}

/** Four lines of `depth` floats, `step` apart, to vectors of one float of each, `next` apart: 4 by 4 transpositions. */
@inline
function packFour(p0: usize, step: usize, depth: i32, to: usize, next: usize): void {
  let p1 = p0 + step, p2 = p1 + step, p3 = p2 + step;
  let k = depth;
  for (; k >= 4; k -= 4, to += 4 * next) {
    const r0 = v128.load(p0), r1 = v128.load(p1), r2 = v128.load(p2), r3 = v128.load(p3);
    const a = i8x16.shuffle(r0, r1, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const b = i8x16.shuffle(r0, r1, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    const c = i8x16.shuffle(r2, r3, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const d = i8x16.shuffle(r2, r3, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    v128.store(to, i8x16.shuffle(a, c, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
    v128.store(to + next, i8x16.shuffle(a, c, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
    v128.store(to + 2 * next, i8x16.shuffle(b, d, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
    v128.store(to + 3 * next, i8x16.shuffle(b, d, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31));
    p0 += 16; p1 += 16; p2 += 16; p3 += 16;
  }
  for (; k > 0; k--, to += next) {
    store<f32>(to, load<f32>(p0));
    store<f32>(to, load<f32>(p1), 4);
    store<f32>(to, load<f32>(p2), 8);
    store<f32>(to, load<f32>(p3), 12);
    p0 += 4; p1 += 4; p2 += 4; p3 += 4;
  }
}

/** Copies B[k, n] into panels for `gemm`'s `panels`: the blocks of `DEPTH` rows one after the other, in each all panels of 8 columns. */
export function gemmPack(b: usize, kB: i32, colB: i32, n: i32, k: i32, to: usize): void {
  for (let at = 0; at < k; at += DEPTH) {
    packB(b + (<usize>(at * kB) << 2), kB, colB, min(DEPTH, k - at), n, to + (<usize>(at * wholePanels(n)) << 2));
  }
}

/** Columns of B as panels. */
@inline
function wholePanels(n: i32): i32 {
  return (n + 7) & ~7;
}

/** Copies A[0..rows, 0..depth] into panels of 4 rows, k after k. The last panel has as many rows as are left. */
function packA(a: usize, rowA: i32, kA: i32, rows: i32, depth: i32, to: usize): void {
  const stepI = <usize>rowA << 2;
  const stepK = <usize>kA << 2;
  for (let i = 0; i < rows; i += 4) {
    const height = min(4, rows - i);
    const from = a + <usize>i * stepI;
    if (height == 4 && kA == 1) {
      packFour(from, stepI, depth, to, 16);
      to += <usize>depth << 4;
    } else if (height == 4 && rowA == 1) {
      for (let k = 0, at = from; k < depth; k++, at += stepK, to += 16) v128.store(to, v128.load(at));
    } else {
      for (let k = 0, at = from; k < depth; k++, at += stepK) {
        for (let r = 0; r < height; r++, to += 4) store<f32>(to, load<f32>(at + <usize>r * stepI));
      }
    }
  }
}

/** Rows of C from B's panels: `columns` columns, A in place. With `finish` they are finished, as channels from `channel` on. */
@inline
function panels(
  rows: i32, layout: i32, a: usize, rowA: usize, kA: usize, b: usize, stepB: usize, panelB: usize, depth: i32,
  c: usize, stepC: usize, columns: i32, add: bool, bias: usize, finish: usize, channel: i32,
): void {
  for (let j = 0; j < columns; j += 8) {
    const at = <usize>j << 2;
    const panel = b + <usize>(j >> 3) * panelB;
    const width = min(8, columns - j);
    strip(rows, layout, a, rowA, kA, panel, stepB, depth, c + at, stepC, width, add, bias ? bias + at : 0);
    if (finish) finishRows(finish, channel + j, c + at, stepC, rows, width);
  }
}

/**
 * Like `gemm` for one block that needs no splitting, with B as panels: packed (stepB 32, panelB 32 · depth) or in place (stepB a
 * row of B, panelB 32). Strides are in bytes.
 */
export function gemmBlock(
  rows: i32, layout: i32, a: usize, rowA: usize, kA: usize, b: usize, stepB: usize, panelB: usize, depth: i32,
  c: usize, stepC: usize, columns: i32, add: bool, bias: usize, finish: usize, channel: i32,
): void {
  panels(rows, layout, a, rowA, kA, b, stepB, panelB, depth, c, stepC, columns, add, bias, finish, channel);
}

/**
 * C[m, n] = A[m, k] · B[k, n] + bias, for any strides of A and B; `panels` has B as `gemmPack` writes it, or is 0. With `finish` C is
 * finished, its columns being channels.
 */
export function gemm(
  a: usize, rowA: i32, kA: i32, b: usize, kB: i32, colB: i32, c: usize, rowC: i32,
  m: i32, n: i32, k: i32, bias: usize, scratch: usize, panels: usize, finish: usize,
): void {
  if (m == 0 || n == 0) return;
  if (vectorProduct(a, rowA, kA, b, kB, colB, c, rowC, m, n, k, bias, scratch)) {
    if (finish) finishRows(finish, 0, c, <usize>rowC << 2, m, n);
    return;
  }
  const inPlace = isInPlace(colB, m, n, k), layout = layoutOf(rowA, kA, m, n);
  const whole = wholePanels(n);
  gemmPiece(a, rowA, kA, b, kB, colB, c, rowC, m, n, k, bias, scratch, inPlace, layout, panels, whole, 0, finish);
}

/** Computes the product where A or B is a vector; false where neither is: nothing was written then. */
function vectorProduct(
  a: usize, rowA: i32, kA: i32, b: usize, kB: i32, colB: i32, c: usize, rowC: i32,
  m: i32, n: i32, k: i32, bias: usize, scratch: usize,
): bool {
  if (n == 1 && m > 1 && rowC == 1) {
    if (kA == 1 && kB == 1) {
      rowsTimesVector(a, rowA, b, c, m, k, bias, 0);
      return true;
    }
    if (rowA == 1 && !bias) {
      // The transposed product has one row, for which nothing is packed.
      gemm(b, 0, kB, a, kA, 1, c, m, 1, m, k, 0, scratch, 0, 0);
      return true;
    }
  }
  if (!isRow(kA, kB, colB, m)) return false;
  rowProduct(a, b, kB, colB, c, n, k, bias, scratch);
  return true;
}

/** Whether A is a row, and B lies in memory as rows or as columns. */
@inline
function isRow(kA: i32, kB: i32, colB: i32, m: i32): bool {
  return m == 1 && kA == 1 && (kB == 1 || colB == 1);
}

/** C[1, n] = A[1, k] · B[k, n] + bias: nothing is packed. */
function rowProduct(a: usize, b: usize, kB: i32, colB: i32, c: usize, n: i32, k: i32, bias: usize, scratch: usize): void {
  if (kB == 1) rowsTimesVector(b, colB, a, c, n, k, bias, 4);
  else vectorTimesRows(a, b, kB, c, n, k, bias, scratch);
}

/** Whether B is read where it lies. */
@inline
function isInPlace(colB: i32, m: i32, n: i32, k: i32): bool {
  return colB == 1 && (m <= 12 || (n >= 8 && k * n <= 4096));
}

/** How A is read: where it lies, in one of two ways, or -1: packed first. */
@inline
function layoutOf(rowA: i32, kA: i32, m: i32, n: i32): i32 {
  return n > 64 && m > 4 ? -1 : kA == 1 ? ALONG_K : rowA == 1 ? ALONG_ROWS : -1;
}

/**
 * Pieces `first` to `first + count` of a product, row by row of pieces of pieceRows by pieceColumns (a multiple of 8): the same
 * numbers as `gemm`, as the sums along k are cut in the same places. Not for vectors (n = 1).
 */
export function gemmPart(
  a: usize, rowA: i32, kA: i32, b: usize, kB: i32, colB: i32, c: usize, rowC: i32, m: i32, n: i32, k: i32, bias: usize,
  scratch: usize, panels: usize, finish: usize, pieceRows: i32, pieceColumns: i32, first: i32, count: i32,
): void {
  const inPlace = isInPlace(colB, m, n, k), layout = layoutOf(rowA, kA, m, n);
  const across = (n + pieceColumns - 1) / pieceColumns;
  for (let piece = first; piece < first + count; piece++) {
    const row = piece / across * pieceRows, column = piece % across * pieceColumns;
    if (isRow(kA, kB, colB, m)) {
      const at = <usize>column << 2;
      const columns = min(pieceColumns, n - column);
      rowProduct(a, b + at * colB, kB, colB, c + at, columns, k, bias ? bias + at : 0, scratch);
      if (finish) finishRows(finish, column, c + at, 0, 1, columns);
      continue;
    }
    gemmPiece(
      a + (<usize>(row * rowA) << 2), rowA, kA, b + (<usize>(column * colB) << 2), kB, colB,
      c + (<usize>(row * rowC + column) << 2), rowC, min(pieceRows, m - row), min(pieceColumns, n - column), k,
      bias ? bias + (<usize>column << 2) : 0, scratch, inPlace, layout, panels, wholePanels(n), column, finish,
    );
  }
}

/** `whole` columns of B, of which the piece's first is number `from`, lie in the panels. */
function gemmPiece(
  a: usize, rowA: i32, kA: i32, b: usize, kB: i32, colB: i32, c: usize, rowC: i32,
  m: i32, n: i32, k: i32, bias: usize, scratch: usize, inPlaceB: bool, layout: i32, panelsB: usize, whole: i32, from: i32,
  finish: usize,
): void {
  const packedB = scratch;
  const packedA = scratch + <usize>(DEPTH * COLUMNS << 2);
  const stepI = <usize>rowA << 2;
  const stepK = <usize>kA << 2;
  const stepC = <usize>rowC << 2;
  const depthStep = inPlaceB ? 4 * DEPTH : DEPTH;
  for (let column = 0; column < n; column += COLUMNS) {
    const columns = min(COLUMNS, n - column);
    let at = 0;
    do {
      const depth = min(depthStep, k - at);
      const add = at > 0, last = at + depth == k ? finish : 0, channel = from + column;
      const fromB = b + (<usize>(at * kB + column * colB) << 2);
      const kept = panelsB ? panelsB + (<usize>(at * whole + (from + column) * depth) << 2) : 0;
      if (!inPlaceB && !kept) packB(fromB, kB, colB, depth, columns, packedB);
      const panel = inPlaceB ? fromB : kept ? kept : packedB;
      const stepB: usize = inPlaceB ? <usize>kB << 2 : 32;
      const panelB: usize = inPlaceB ? 32 : <usize>depth << 5;
      const offset = bias ? bias + (<usize>column << 2) : 0;
      const fromA = a + (<usize>(at * kA) << 2);
      const toC = c + (<usize>column << 2);
      for (let row = 0; row < m; row += ROWS) {
        const rows = min(ROWS, m - row);
        const blockA = fromA + (<usize>(row * rowA) << 2);
        const blockC = toC + <usize>row * stepC;
        if (layout >= 0) {
          panels(
            rows, layout, blockA, stepI, stepK, panel, stepB, panelB, depth, blockC, stepC, columns, add, offset, last, channel,
          );
        } else {
          packedBlock(
            blockA, rowA, kA, rows, depth, packedA, panel, stepB, panelB, blockC, stepC, columns, add, offset, last,
            channel,
          );
        }
      }
      at += depth;
    } while (at < k);
  }
}

/** A block of rows whose A is packed first. */
function packedBlock(
  a: usize, rowA: i32, kA: i32, rows: i32, depth: i32, packed: usize, b: usize, stepB: usize, panelB: usize,
  c: usize, stepC: usize, columns: i32, add: bool, bias: usize, finish: usize, channel: i32,
): void {
  packA(a, rowA, kA, rows, depth, packed);
  const whole = rows & ~3;
  const rest = rows - whole;
  for (let j = 0; j < columns; j += 8) {
    const at = <usize>j << 2;
    const width = min(8, columns - j);
    const panel = b + <usize>(j >> 3) * panelB;
    const offset = bias ? bias + at : 0;
    for (let i = 0; i < whole; i += 4) {
      const from = packed + (<usize>(i * depth) << 2);
      strip(4, ALONG_ROWS, from, 4, 16, panel, stepB, depth, c + at + <usize>i * stepC, stepC, width, add, offset);
    }
    if (rest) {
      const from = packed + (<usize>(whole * depth) << 2);
      const to = c + at + <usize>whole * stepC;
      strip(rest, ALONG_ROWS, from, 4, <usize>rest << 2, panel, stepB, depth, to, stepC, width, add, offset);
    }
    if (finish) finishRows(finish, channel + j, c + at, stepC, rows, width);
  }
}

/** `count` products, whose operands and results lie `stepA`, `stepB` and `stepC` elements apart. */
export function gemmBatch(
  count: i32, stepA: i32, stepB: i32, stepC: i32, a: usize, rowA: i32, kA: i32, b: usize, kB: i32, colB: i32,
  c: usize, rowC: i32, m: i32, n: i32, k: i32, bias: usize, scratch: usize,
): void {
  for (; count > 0; count--) {
    gemm(a, rowA, kA, b, kB, colB, c, rowC, m, n, k, bias, scratch, 0, 0);
    a += <usize>stepA << 2;
    b += <usize>stepB << 2;
    c += <usize>stepC << 2;
  }
}
