import { put } from './simd';
import { firstTap, lastTap, Windows } from './window';

// Pooling: forward for `count` lines of windows (of batch · outHeight), back for `count` images.

export function maxPool2d(
  plan: usize, images: usize, values: usize, indices: usize, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const bytes = <usize>p.channels << 2;
  const imageBytes = <usize>(p.height * p.width) * bytes;
  values += <usize>(first * p.outWidth) * bytes;
  indices += <usize>(first * p.outWidth) * bytes;
  for (let line = first; line < first + count; line++) {
    const x = images + <usize>(line / p.outHeight) * imageBytes;
    const oh = line % p.outHeight;
    const top = oh * p.strideHeight - p.padTop;
    const h0 = firstTap(top, p.dilationHeight);
    const h1 = lastTap(top, p.dilationHeight, p.kernelHeight, p.height);
    for (let ow = 0; ow < p.outWidth; ow++) {
      const left = ow * p.strideWidth - p.padLeft;
      const w0 = firstTap(left, p.dilationWidth);
      const w1 = lastTap(left, p.dilationWidth, p.kernelWidth, p.width);
      for (let c: usize = 0, rest = p.channels; rest > 0; c += 16, rest -= 4) {
        let best = f32x4.splat(-Infinity);
        let place = i32x4.splat(0);
        let fresh = true;
        for (let kh = h0; kh <= h1; kh++) {
          const row = (top + kh * p.dilationHeight) * p.width;
          for (let kw = w0; kw <= w1; kw++) {
            const at = row + left + kw * p.dilationWidth;
            const value = v128.load(x + <usize>at * bytes + c);
            if (fresh) {
              best = value;
              place = i32x4.splat(at);
              fresh = false;
            } else {
              const isNumber = f32x4.eq(best, best);
              const better = v128.and(v128.not(f32x4.le(value, best)), isNumber);
              best = v128.bitselect(value, best, better);
              place = v128.bitselect(i32x4.splat(at), place, better);
            }
          }
        }
        put(values + c, best, rest);
        put(indices + c, place, rest);
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
  memory.fill(dx, 0, <usize>count * imageBytes);
  for (; count > 0; count--, dx += imageBytes) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      for (let c = 0; c < p.channels; c++, grad += 4, indices += 4) {
        const to = dx + (<usize>(load<i32>(indices) * p.channels + c) << 2);
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

export function avgPool2d(
  plan: usize, images: usize, out: usize, countPadding: bool, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const bytes = <usize>p.channels << 2;
  const imageBytes = <usize>(p.height * p.width) * bytes;
  out += <usize>(first * p.outWidth) * bytes;
  for (let line = first; line < first + count; line++) {
    const x = images + <usize>(line / p.outHeight) * imageBytes;
    const oh = line % p.outHeight;
    const top = oh * p.strideHeight - p.padTop;
    const h0 = firstTap(top, p.dilationHeight);
    const h1 = lastTap(top, p.dilationHeight, p.kernelHeight, p.height);
    for (let ow = 0; ow < p.outWidth; ow++) {
      const left = ow * p.strideWidth - p.padLeft;
      const w0 = firstTap(left, p.dilationWidth);
      const w1 = lastTap(left, p.dilationWidth, p.kernelWidth, p.width);
      const scale = f32x4.splat(share(p, h0, h1, w0, w1, countPadding));
      for (let c: usize = 0, rest = p.channels; rest > 0; c += 16, rest -= 4) {
        let sum = f32x4.splat(0);
        for (let kh = h0; kh <= h1; kh++) {
          const row = (top + kh * p.dilationHeight) * p.width;
          for (let kw = w0; kw <= w1; kw++) {
            sum = f32x4.add(sum, v128.load(x + <usize>(row + left + kw * p.dilationWidth) * bytes + c));
          }
        }
        put(out + c, f32x4.mul(sum, scale), rest);
      }
      out += bytes;
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
