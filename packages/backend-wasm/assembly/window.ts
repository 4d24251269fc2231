// How windows lie on images, as the caller writes it into scratch memory, and the unfolding of windows into rows.

/** Integers in this order; sizes in elements. For pooling O is C and groups is 1. */
@unmanaged
export class Windows {
  batch: i32;
  height: i32;
  width: i32;
  channels: i32;
  outHeight: i32;
  outWidth: i32;
  outChannels: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  padTop: i32;
  padLeft: i32;
  groups: i32;
}

/** Number of windows. */
@inline
export function windowCount(p: Windows): i32 {
  return p.batch * p.outHeight * p.outWidth;
}

/** The first tap of a window's rows or columns that lies inside the image; `start` is where tap 0 is. */
@inline
export function firstTap(start: i32, dilation: i32): i32 {
  return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
}

/** The last tap inside the image; less than the first where there is none. */
@inline
export function lastTap(start: i32, dilation: i32, kernel: i32, size: i32): i32 {
  return start >= size ? -1 : min(kernel - 1, (size - 1 - start) / dilation);
}

/** Copies n floats, in whole vectors: up to 12 bytes after them are written too. */
@inline
function copyRun(to: usize, from: usize, n: i32): void {
  const end = to + (<usize>n << 2);
  for (; to + 16 < end; to += 32, from += 32) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
  }
  if (to < end) v128.store(to, v128.load(from));
}

@inline
function zeroRun(to: usize, n: i32): void {
  const end = to + (<usize>n << 2);
  for (; to < end; to += 16) v128.store(to, f32x4.splat(0));
}

/**
 * Unfolds windows `first` to `first + rows` into rows: the elements under taps `tap` to `tap + taps` (kernel row by row) of the
 * channels `channel` to `channel + depth`, zeros where a tap is outside the image. Writes up to 28 bytes after the last row.
 */
export function unfold(
  p: Windows, x: usize, first: i32, rows: i32, tap: i32, taps: i32, channel: i32, depth: i32, to: usize,
): void {
  const channels = p.channels, width = p.width, height = p.height, kernelWidth = p.kernelWidth;
  const merged = p.dilationWidth == 1 && depth == channels;
  const isWhole = merged && taps == p.kernelHeight * kernelWidth;
  const reach = (p.kernelHeight - 1) * p.dilationHeight;
  const run = kernelWidth * channels;
  const lineBytes = <usize>(p.dilationHeight * width * channels) << 2;
  const firstHeight = tap / kernelWidth, firstWidth = tap % kernelWidth;
  let ow = first % p.outWidth;
  const line = first / p.outWidth;
  let oh = line % p.outHeight;
  let image = x + (<usize>(line / p.outHeight * height * width * channels + channel) << 2);
  for (let row = 0; row < rows; row++) {
    const left = ow * p.strideWidth - p.padLeft;
    const top = oh * p.strideHeight - p.padTop;
    let kh = firstHeight, kw = firstWidth;
    let rest = taps;
    if (isWhole && top >= 0 && left >= 0 && top + reach < height && left + kernelWidth <= width) {
      // The window lies inside the image: a run for each of its lines.
      let from = image + (<usize>((top * width + left) * channels) << 2);
      for (; rest > 0; rest -= kernelWidth, from += lineBytes, to += <usize>run << 2) copyRun(to, from, run);
    }
    while (rest > 0) {
      const count = min(kernelWidth - kw, rest);
      const h = top + kh * p.dilationHeight;
      if (<u32>h >= <u32>height) {
        zeroRun(to, count * depth);
        to += <usize>(count * depth) << 2;
      } else if (merged) {
        const start = min(max(0, -(left + kw)), count);
        const stop = max(start, min(count, width - (left + kw)));
        zeroRun(to, start * depth);
        const from = image + (<usize>((h * width + left + kw + start) * channels) << 2);
        copyRun(to + (<usize>(start * depth) << 2), from, (stop - start) * depth);
        zeroRun(to + (<usize>(stop * depth) << 2), (count - stop) * depth);
        to += <usize>(count * depth) << 2;
      } else {
        for (let i = kw; i < kw + count; i++, to += <usize>depth << 2) {
          const w = left + i * p.dilationWidth;
          if (<u32>w >= <u32>width) zeroRun(to, depth);
          else copyRun(to, image + (<usize>((h * width + w) * channels) << 2), depth);
        }
      }
      rest -= count;
      kw = 0;
      kh++;
    }
    if (++ow == p.outWidth) {
      ow = 0;
      if (++oh == p.outHeight) {
        oh = 0;
        image += <usize>(height * width * channels) << 2;
      }
    }
  }
}

/** The reverse of `unfold`: adds rows of windows onto the image that they came from. */
export function fold(
  p: Windows, from: usize, first: i32, rows: i32, tap: i32, taps: i32, channel: i32, depth: i32, x: usize,
): void {
  const channels = p.channels, width = p.width, height = p.height, kernelWidth = p.kernelWidth;
  for (let row = 0; row < rows; row++) {
    const window = first + row;
    const line = window / p.outWidth;
    const left = (window % p.outWidth) * p.strideWidth - p.padLeft;
    const top = (line % p.outHeight) * p.strideHeight - p.padTop;
    const image = x + (<usize>(line / p.outHeight * height * width * channels + channel) << 2);
    for (let t = tap; t < tap + taps; t++, from += <usize>depth << 2) {
      const h = top + t / kernelWidth * p.dilationHeight;
      const w = left + t % kernelWidth * p.dilationWidth;
      if (<u32>h >= <u32>height || <u32>w >= <u32>width) continue;
      addRun(image + (<usize>((h * width + w) * channels) << 2), from, depth);
    }
  }
}

/** to += from, n floats. */
@inline
export function addRun(to: usize, from: usize, n: i32): void {
  let i = n;
  for (; i >= 4; i -= 4, to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; i > 0; i--, to += 4, from += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
}
