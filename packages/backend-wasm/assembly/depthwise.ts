import { madd, putLanes } from './simd';
import { firstTap, lastTap, Windows, windowCount } from './window';

// Convolutions in which every channel has a kernel of its own: w is [KH, KW, 1, C]. Forward for `count` lines of windows (of
// batch · outHeight), input gradients for `count` images, filter gradients for parts of the windows, whose sums are added then.

/** The element under tap (kh, kw) of a window, or 0 where it is outside the image. */
@inline
function under(p: Windows, x: usize, window: i32, kh: i32, kw: i32): usize {
  const line = window / p.outWidth;
  const h = (line % p.outHeight) * p.strideHeight - p.padTop + kh * p.dilationHeight;
  const w = (window % p.outWidth) * p.strideWidth - p.padLeft + kw * p.dilationWidth;
  if (<u32>h >= <u32>p.height || <u32>w >= <u32>p.width) return 0;
  return x + (<usize>(((line / p.outHeight) * p.height + h) * p.width + w) * <usize>p.channels << 2);
}

/** Four channels of one window; `from` and `row` are the first element and weight under it, of `lines` by `taps`. */
@inline
function sumVector(
  p: Windows, from: usize, row: usize, lines: i32, taps: i32, lineStep: usize, tapStep: usize, sum: v128,
): v128 {
  const bytes = <usize>p.channels << 2;
  const rowStep = <usize>p.kernelWidth * bytes;
  for (; lines > 0; lines--, from += lineStep, row += rowStep) {
    let at = from, weight = row;
    for (let tap = taps; tap > 0; tap--, at += tapStep, weight += bytes) {
      sum = madd(v128.load(at), v128.load(weight), sum);
    }
  }
  return sum;
}

/** Four channels of four neighbouring windows, each with all its `taps`: what `sumVector` computes, with each weight loaded once. */
@inline
function sumFour(
  p: Windows, from: usize, row: usize, lines: i32, lineStep: usize, tapStep: usize, start: v128, out: usize,
): void {
  const bytes = <usize>p.channels << 2, step = <usize>p.strideWidth * bytes;
  const taps = p.kernelWidth;
  let s0 = start, s1 = start, s2 = start, s3 = start;
  for (; lines > 0; lines--, from += lineStep) {
    let at = from;
    for (let tap = taps; tap > 0; tap--, at += tapStep, row += bytes) {
      const weight = v128.load(row);
      s0 = madd(v128.load(at), weight, s0);
      s1 = madd(v128.load(at + step), weight, s1);
      s2 = madd(v128.load(at + 2 * step), weight, s2);
      s3 = madd(v128.load(at + 3 * step), weight, s3);
    }
  }
  v128.store(out, s0);
  v128.store(out + bytes, s1);
  v128.store(out + 2 * bytes, s2);
  v128.store(out + 3 * bytes, s3);
}

/** Pixels are written in whole vectors: the next one overwrites what runs over the end. Behind the last pixel nothing is touched. */
export function depthwiseConv2d(
  plan: usize, images: usize, w: usize, bias: usize, out: usize, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const bytes = <usize>p.channels << 2;
  const imageBytes = <usize>(p.height * p.width) * bytes;
  const tapStep = <usize>p.dilationWidth * bytes, lineStep = <usize>(p.dilationHeight * p.width) * bytes;
  const zero = f32x4.splat(0);
  const reach = 3 * p.strideWidth + (p.kernelWidth - 1) * p.dilationWidth;
  const whole = (p.channels & 3) == 0;
  out += <usize>(first * p.outWidth) * bytes;
  const lastOut = out + <usize>(count * p.outWidth) * bytes - bytes;
  for (let line = first; line < first + count; line++) {
    const x = images + <usize>(line / p.outHeight) * imageBytes;
    const top = (line % p.outHeight) * p.strideHeight - p.padTop;
    const h0 = firstTap(top, p.dilationHeight);
    const lines = lastTap(top, p.dilationHeight, p.kernelHeight, p.height) - h0 + 1;
    for (let ow = 0; ow < p.outWidth; ow++, out += bytes) {
      const left = ow * p.strideWidth - p.padLeft;
      const w0 = firstTap(left, p.dilationWidth);
      const taps = lastTap(left, p.dilationWidth, p.kernelWidth, p.width) - w0 + 1;
      const corner = x + <usize>((top + h0 * p.dilationHeight) * p.width + left + w0 * p.dilationWidth) * bytes;
      const weights = w + <usize>(h0 * p.kernelWidth + w0) * bytes;
      if (whole && left >= 0 && left + reach < p.width && ow + 4 <= p.outWidth) {
        for (let c: usize = 0; c < bytes; c += 16) {
          const start = bias ? v128.load(bias + c) : zero;
          sumFour(p, corner + c, weights + c, lines, lineStep, tapStep, start, out + c);
        }
        ow += 3;
        out += 3 * bytes;
        continue;
      }
      const end = out == lastOut ? bytes & ~15 : bytes;
      for (let c: usize = 0; c < end; c += 16) {
        const start = bias ? v128.load(bias + c) : zero;
        v128.store(out + c, sumVector(p, corner + c, weights + c, lines, taps, lineStep, tapStep, start));
      }
      if (end < bytes) {
        const start = bias ? v128.load(bias + end) : zero;
        const sum = sumVector(p, corner + end, weights + end, lines, taps, lineStep, tapStep, start);
        putLanes(out + end, sum, p.channels & 3);
      }
    }
  }
}

/** to += a · b, `bytes` bytes. */
@inline
function addProduct(to: usize, a: usize, b: usize, bytes: usize): void {
  let c: usize = 0;
  for (; c + 16 <= bytes; c += 16) v128.store(to + c, madd(v128.load(a + c), v128.load(b + c), v128.load(to + c)));
  for (; c < bytes; c += 4) store<f32>(to + c, load<f32>(to + c) + load<f32>(a + c) * load<f32>(b + c));
}

export function depthwiseInputGrad(plan: usize, grad: usize, w: usize, dx: usize, first: i32, count: i32): void {
  const p = changetype<Windows>(plan);
  const pixels = p.outHeight * p.outWidth;
  const bytes = <usize>p.channels << 2;
  memory.fill(dx + <usize>(first * p.height * p.width) * bytes, 0, <usize>(count * p.height * p.width) * bytes);
  grad += <usize>(first * pixels) * bytes;
  for (let window = first * pixels; window < (first + count) * pixels; window++, grad += bytes) {
    let kernel = w;
    for (let kh = 0; kh < p.kernelHeight; kh++) {
      for (let kw = 0; kw < p.kernelWidth; kw++, kernel += bytes) {
        const at = under(p, dx, window, kh, kw);
        if (at) addProduct(at, grad, kernel, bytes);
      }
    }
  }
}

/** Into how many parts the windows are cut: it depends on the geometry alone. */
export function depthwiseParts(plan: usize): i32 {
  return max(1, min(8, windowCount(changetype<Windows>(plan)) / 512));
}

/** Sums of parts `first` to `first + count`, each [KH, KW, 1, C], one after the other from `sums` on. */
export function depthwiseFilterGrad(plan: usize, x: usize, grads: usize, sums: usize, first: i32, count: i32): void {
  const p = changetype<Windows>(plan);
  const windows = windowCount(p), parts = depthwiseParts(plan);
  const share = (windows + parts - 1) / parts;
  const bytes = <usize>p.channels << 2, kernelBytes = <usize>(p.kernelHeight * p.kernelWidth) * bytes;
  for (let part = first; part < first + count; part++) {
    const dw = sums + <usize>part * kernelBytes;
    memory.fill(dw, 0, kernelBytes);
    const end = min(windows, (part + 1) * share);
    let grad = grads + <usize>(part * share) * bytes;
    for (let window = part * share; window < end; window++, grad += bytes) {
      let kernel = dw;
      for (let kh = 0; kh < p.kernelHeight; kh++) {
        for (let kw = 0; kw < p.kernelWidth; kw++, kernel += bytes) {
          const at = under(p, x, window, kh, kw);
          if (at) addProduct(kernel, at, grad, bytes);
        }
      }
    }
  }
}
