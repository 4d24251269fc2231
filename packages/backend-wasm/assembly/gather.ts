import { addRun } from './window';

// Rows by index.

/** x [outer, n, inner] → out [outer, k, inner]; `rowBytes` is inner in bytes. */
export function gather(
  x: usize,
  indices: usize,
  out: usize,
  outer: i32,
  n: i32,
  k: i32,
  rowBytes: i32,
): void {
  for (let o = 0; o < outer; o++, x += <usize>n * <usize>rowBytes) {
    for (let i = 0; i < k; i++, out += rowBytes) {
      const from = x + <usize>load<i32>(indices + ((<usize>i) << 2)) * <usize>rowBytes;
      if (rowBytes == 4) store<u32>(out, load<u32>(from));
      else if (rowBytes == 1) store<u8>(out, load<u8>(from));
      else memory.copy(out, from, rowBytes);
    }
  }
}

/** updates [outer, k, inner] summed into out [outer, size, inner], which starts at zero. */
export function scatterAddFloat(
  x: usize,
  indices: usize,
  out: usize,
  outer: i32,
  k: i32,
  size: i32,
  inner: i32,
): void {
  const rowBytes = (<usize>inner) << 2;
  memory.fill(out, 0, <usize>(outer * size) * rowBytes);
  for (let o = 0; o < outer; o++, out += <usize>size * rowBytes) {
    for (let i = 0; i < k; i++, x += rowBytes) {
      addRun(out + <usize>load<i32>(indices + ((<usize>i) << 2)) * rowBytes, x, inner);
    }
  }
}

export function scatterAddInt(
  x: usize,
  indices: usize,
  out: usize,
  outer: i32,
  k: i32,
  size: i32,
  inner: i32,
): void {
  const rowBytes = (<usize>inner) << 2;
  memory.fill(out, 0, <usize>(outer * size) * rowBytes);
  for (let o = 0; o < outer; o++, out += <usize>size * rowBytes) {
    for (let i = 0; i < k; i++) {
      let to = out + <usize>load<i32>(indices + ((<usize>i) << 2)) * rowBytes;
      for (let j = 0; j < inner; j++, x += 4, to += 4) store<i32>(to, load<i32>(to) + load<i32>(x));
    }
  }
}
