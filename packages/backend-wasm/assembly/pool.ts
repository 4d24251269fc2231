import { area } from './area';
import { putLanes } from './simd';
import { firstTap, lastTap, Windows } from './window';

// Pooling: forward for `count` lines of windows (of batch · outHeight), back for `count` images. Results are written in whole vectors:
// what runs over the end of a pixel is overwritten by the next one, but behind the last pixel nothing is touched.

/**
 * Four channels of one window of `lines` by `taps` pixels: their largest elements and the places of these. `place` and `from` are the
 * first pixel's; steps are from line to line and from tap to tap.
 */
@inline
function maxVector(
  from: usize, place: i32, lines: i32, taps: i32, lineStep: usize, tapStep: usize, linePlaces: i32, tapPlaces: i32,
  values: usize, indices: usize,
): void {
  let best = f32x4.splat(-Infinity);
  let bestPlace = i32x4.splat(-1);
  let fresh = true;
  for (; lines > 0; lines--, from += lineStep, place += linePlaces) {
    let at = from, atPlace = place;
    for (let tap = taps; tap > 0; tap--, at += tapStep, atPlace += tapPlaces) {
      const value = v128.load(at);
      if (fresh) {
        best = value;
        bestPlace = i32x4.splat(atPlace);
        fresh = false;
      } else {
        const isNumber = f32x4.eq(best, best);
        const better = v128.and(v128.not(f32x4.le(value, best)), isNumber);
        best = v128.bitselect(value, best, better);
        bestPlace = v128.bitselect(i32x4.splat(atPlace), bestPlace, better);
      }
    }
  }
  v128.store(values, best);
  v128.store(indices, bestPlace);
}

export function maxPool2d(
  plan: usize, images: usize, values: usize, indices: usize, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const bytes = <usize>p.channels << 2;
  const imageBytes = <usize>(p.height * p.width) * bytes;
  values += <usize>(first * p.outWidth) * bytes;
  indices += <usize>(first * p.outWidth) * bytes;
  const lastValues = values + <usize>(count * p.outWidth) * bytes - bytes;
  const lines = p.dilationHeight * p.width, taps = p.dilationWidth; // pixels from one to the next
  const lineStep = <usize>lines * bytes, tapStep = <usize>taps * bytes;
  for (let line = first; line < first + count; line++) {
    const x = images + <usize>(line / p.outHeight) * imageBytes;
    const top = (line % p.outHeight) * p.strideHeight - p.padTop;
    const h0 = firstTap(top, p.dilationHeight);
    const height = lastTap(top, p.dilationHeight, p.kernelHeight, p.height) - h0 + 1;
    for (let ow = 0; ow < p.outWidth; ow++) {
      const left = ow * p.strideWidth - p.padLeft;
      const w0 = firstTap(left, p.dilationWidth);
      const width = lastTap(left, p.dilationWidth, p.kernelWidth, p.width) - w0 + 1;
      const place = (top + h0 * p.dilationHeight) * p.width + left + w0 * p.dilationWidth;
      const from = x + <usize>place * bytes;
      const end = values == lastValues ? bytes & ~15 : bytes;
      for (let c: usize = 0; c < end; c += 16) {
        maxVector(from + c, place, height, width, lineStep, tapStep, lines, taps, values + c, indices + c);
      }
      if (end < bytes) {
        maxVector(from + end, place, height, width, lineStep, tapStep, lines, taps, area.at, area.at + 16);
        putLanes(values + end, v128.load(area.at), p.channels & 3);
        putLanes(indices + end, v128.load(area.at, 16), p.channels & 3);
      }
      values += bytes;
      indices += bytes;
    }
  }
}

export function maxPool2dGrad(plan: usize, grad: usize, indices: usize, dx: usize, count: i32): void {
  const p = changetype<Windows>(plan);
  const imageBytes = <usize>(p.height * p.width * p.channels) << 2;
  const pixels = p.outHeight * p.outWidth;
  const size = <u32>(p.height * p.width);
  memory.fill(dx, 0, <usize>count * imageBytes);
  for (; count > 0; count--, dx += imageBytes) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let c = 0; c < p.channels; c++, grad += 4, indices += 4) {
        const place = load<i32>(indices);
        if (<u32>place >= size) continue;
        const to = dx + (<usize>(place * p.channels + c) << 2);
        store<f32>(to, load<f32>(to) + load<f32>(grad));
      }
    }
  }
}

/** What a window's sum is divided by. */
@inline
function share(p: Windows, h0: i32, h1: i32, w0: i32, w1: i32, countPadding: bool): f32 {
  if (countPadding) return 1 / <f32>(p.kernelHeight * p.kernelWidth);
  return 1 / <f32>(max(0, h1 - h0 + 1) * max(0, w1 - w0 + 1));
}

/** The sums of four channels of one window. */
@inline
function sumVector(from: usize, lines: i32, taps: i32, lineStep: usize, tapStep: usize): v128 {
  let sum = f32x4.splat(0);
  for (; lines > 0; lines--, from += lineStep) {
    let at = from;
    for (let tap = taps; tap > 0; tap--, at += tapStep) sum = f32x4.add(sum, v128.load(at));
  }
  return sum;
}

export function avgPool2d(
  plan: usize, images: usize, out: usize, countPadding: bool, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const bytes = <usize>p.channels << 2;
  const imageBytes = <usize>(p.height * p.width) * bytes;
  out += <usize>(first * p.outWidth) * bytes;
  const lastOut = out + <usize>(count * p.outWidth) * bytes - bytes;
  const lineStep = <usize>(p.dilationHeight * p.width) * bytes, tapStep = <usize>p.dilationWidth * bytes;
  for (let line = first; line < first + count; line++) {
    const x = images + <usize>(line / p.outHeight) * imageBytes;
    const top = (line % p.outHeight) * p.strideHeight - p.padTop;
    const h0 = firstTap(top, p.dilationHeight);
    const h1 = lastTap(top, p.dilationHeight, p.kernelHeight, p.height);
    const lines = h1 - h0 + 1;
    for (let ow = 0; ow < p.outWidth; ow++, out += bytes) {
      const left = ow * p.strideWidth - p.padLeft;
      const w0 = firstTap(left, p.dilationWidth);
      const w1 = lastTap(left, p.dilationWidth, p.kernelWidth, p.width);
      const taps = w1 - w0 + 1;
      const from = x + <usize>((top + h0 * p.dilationHeight) * p.width + left + w0 * p.dilationWidth) * bytes;
      const scale = f32x4.splat(share(p, h0, h1, w0, w1, countPadding));
      const end = out == lastOut ? bytes & ~15 : bytes;
      for (let c: usize = 0; c < end; c += 16) {
        v128.store(out + c, f32x4.mul(sumVector(from + c, lines, taps, lineStep, tapStep), scale));
      }
      if (end < bytes) {
        putLanes(out + end, f32x4.mul(sumVector(from + end, lines, taps, lineStep, tapStep), scale), p.channels & 3);
      }
    }
  }
}

export function avgPool2dGrad(plan: usize, grad: usize, dx: usize, countPadding: bool, count: i32): void {
  const p = changetype<Windows>(plan);
  const bytes = <usize>p.channels << 2;
  const imageBytes = <usize>(p.height * p.width) * bytes;
  memory.fill(dx, 0, <usize>count * imageBytes);
  for (; count > 0; count--, dx += imageBytes) {
    for (let oh = 0; oh < p.outHeight; oh++) {
      const top = oh * p.strideHeight - p.padTop;
      const h0 = firstTap(top, p.dilationHeight);
      const h1 = lastTap(top, p.dilationHeight, p.kernelHeight, p.height);
      for (let ow = 0; ow < p.outWidth; ow++, grad += bytes) {
        const left = ow * p.strideWidth - p.padLeft;
        const w0 = firstTap(left, p.dilationWidth);
        const w1 = lastTap(left, p.dilationWidth, p.kernelWidth, p.width);
        const scale = share(p, h0, h1, w0, w1, countPadding);
        for (let kh = h0; kh <= h1; kh++) {
          const row = (top + kh * p.dilationHeight) * p.width;
          for (let kw = w0; kw <= w1; kw++) {
            const to = dx + <usize>(row + left + kw * p.dilationWidth) * bytes;
            addScaled(to, grad, scale, bytes);
          }
        }
      }
    }
  }
}

/** to += from · scale. */
@inline
function addScaled(to: usize, from: usize, scale: f32, bytes: usize): void {
  const factor = f32x4.splat(scale);
  let c: usize = 0;
  for (; c + 16 <= bytes; c += 16) {
    v128.store(to + c, f32x4.add(v128.load(to + c), f32x4.mul(v128.load(from + c), factor)));
  }
  for (; c < bytes; c += 4) store<f32>(to + c, load<f32>(to + c) + load<f32>(from + c) * scale);
}
