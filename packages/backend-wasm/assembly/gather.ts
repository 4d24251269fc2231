import { addRun } from './window';

// Rows by index.

/** x [outer, n, inner] → out [outer, k, inner]; `rowBytes` is inner in bytes. Rows out of range are filled with `missing`. */
export function gather(
  x: usize,
  indices: usize,
  out: usize,
  outer: i32,
  n: i32,
  k: i32,
  rowBytes: i32,
  missing: i32,
): void {
  for (let o = 0; o < outer; o++, x += <usize>n * <usize>rowBytes) {
    for (let i = 0; i < k; i++, out += rowBytes) {
      const index = load<i32>(indices + ((<usize>i) << 2));
      if (<u32>index >= <u32>n) {
        if (missing == 0) memory.fill(out, 0, rowBytes);
        else for (let j = 0; j < rowBytes; j += 4) store<i32>(out + j, missing);
        continue;
      }
      const from = x + <usize>index * <usize>rowBytes;
      if (rowBytes == 4) store<u32>(out, load<u32>(from));
      else if (rowBytes == 1) store<u8>(out, load<u8>(from));
      else memory.copy(out, from, rowBytes);
    }
  }
}

/** Zeros for columns `first` to `first + count` of rows of `inner` words. */
function clearColumns(out: usize, rows: i32, inner: i32, first: i32, count: i32): void {
  const rowBytes = (<usize>inner) << 2;
  if (count == inner) {
    memory.fill(out, 0, <usize>rows * rowBytes);
    return;
  }
  out += (<usize>first) << 2;
  for (; rows > 0; rows--, out += rowBytes) memory.fill(out, 0, (<usize>count) << 2);
}

/**
 * updates [outer, k, inner] summed into out [outer, size, inner], which starts at zero: columns `first` to `first + count` of inner.
 * Rows out of range are left out.
 */
export function scatterAddFloat(
  x: usize, indices: usize, out: usize, outer: i32, k: i32, size: i32, inner: i32, first: i32, count: i32,
): void {
  const rowBytes = (<usize>inner) << 2;
  clearColumns(out, outer * size, inner, first, count);
  x += (<usize>first) << 2;
  out += (<usize>first) << 2;
  for (let o = 0; o < outer; o++, out += <usize>size * rowBytes) {
    for (let i = 0; i < k; i++, x += rowBytes) {
      const index = load<i32>(indices + ((<usize>i) << 2));
      if (<u32>index < <u32>size) addRun(out + <usize>index * rowBytes, x, count);
    }
  }
}

export function scatterAddInt(
  x: usize, indices: usize, out: usize, outer: i32, k: i32, size: i32, inner: i32, first: i32, count: i32,
): void {
  const rowBytes = (<usize>inner) << 2, bytes = (<usize>count) << 2;
  clearColumns(out, outer * size, inner, first, count);
  x += (<usize>first) << 2;
  out += (<usize>first) << 2;
  for (let o = 0; o < outer; o++, out += <usize>size * rowBytes) {
    for (let i = 0; i < k; i++, x += rowBytes) {
      const index = load<i32>(indices + ((<usize>i) << 2));
      if (<u32>index >= <u32>size) continue;
      const to = out + <usize>index * rowBytes;
      for (let j: usize = 0; j < bytes; j += 4) store<i32>(to + j, load<i32>(to + j) + load<i32>(x + j));
    }
  }
}
