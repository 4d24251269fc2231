import { Finish, finishRows, finishVector } from './finish';
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
  p: Windows, from: usize, row: usize, lines: i32, lineStep: usize, tapStep: usize, start: v128, out: usize, finish: usize,
  c: usize,
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
  if (finish) for (let i = 0; i < 4; i++, out += bytes) finishVector(finish, c, out);
}

/** Whether windows are 3x3 side by side, of which at most one column is outside on each side: `threeByThree` takes them. */
@inline
function isThreeByThree(p: Windows): bool {
  return (
    p.kernelHeight == 3 && p.kernelWidth == 3 && p.dilationHeight == 1 && p.dilationWidth == 1 && (p.channels & 3) == 0 &&
    p.strideWidth == 1 && <u32>p.padLeft <= 1 && p.outWidth >= 4 && p.outWidth + 1 - p.padLeft <= p.width
  );
}

/**
 * Four windows of 3x3, in one line, whose first is number `ow`: each input is loaded once. `x` is the first line under them, `row` its weights,
 * of `lines` that lie inside the image.
 */
@inline
function threeByThree(
  p: Windows, ow: i32, x: usize, row: usize, lines: i32, bias: usize, out: usize, finish: usize,
): void {
  const bytes = <usize>p.channels << 2, lineStep = <usize>p.width * bytes;
  const left = ow - p.padLeft;
  const isLeft = left < 0, isRight = left + 6 > p.width;
  const zero = f32x4.splat(0);
  // Without bounds these are infinite: two comparisons are cheaper than a branch.
  const f = changetype<Finish>(finish), scale = finish ? f.scale : 0, shift = finish ? f.shift : 0;
  const low = f32x4.splat(finish ? f.low : -Infinity), high = f32x4.splat(finish ? f.high : Infinity);
  x += <usize>left * bytes; // wraps around where a column is outside, which isn't read
  for (let c: usize = 0; c < bytes; c += 16) {
    let s0 = bias ? v128.load(bias + c) : zero, s1 = s0, s2 = s0, s3 = s0;
    let at = x + c, weights = row + c;
    for (let line = lines; line > 0; line--, at += lineStep, weights += 3 * bytes) {
      const w0 = v128.load(weights), w1 = v128.load(weights + bytes), w2 = v128.load(weights + 2 * bytes);
      if (!isLeft) s0 = madd(v128.load(at), w0, s0); // no product with what is outside: a weight may be infinite
      let d = v128.load(at + bytes);
      s0 = madd(d, w1, s0); s1 = madd(d, w0, s1);
      d = v128.load(at + 2 * bytes);
      s0 = madd(d, w2, s0); s1 = madd(d, w1, s1); s2 = madd(d, w0, s2);
      d = v128.load(at + 3 * bytes);
      s1 = madd(d, w2, s1); s2 = madd(d, w1, s2); s3 = madd(d, w0, s3);
      d = v128.load(at + 4 * bytes);
      s2 = madd(d, w2, s2); s3 = madd(d, w1, s3);
      if (!isRight) s3 = madd(v128.load(at + 5 * bytes), w2, s3);
    }
    if (scale) {
      const factor = v128.load(scale + c), term = v128.load(shift + c);
      s0 = madd(s0, factor, term); s1 = madd(s1, factor, term); s2 = madd(s2, factor, term); s3 = madd(s3, factor, term);
    }
    const to = out + c;
    v128.store(to, f32x4.pmin(f32x4.pmax(s0, low), high));
    v128.store(to + bytes, f32x4.pmin(f32x4.pmax(s1, low), high));
    v128.store(to + 2 * bytes, f32x4.pmin(f32x4.pmax(s2, low), high));
    v128.store(to + 3 * bytes, f32x4.pmin(f32x4.pmax(s3, low), high));
  }
}

/** Pixels are written in whole vectors: the next one overwrites what runs over the end. Behind the last pixel nothing is touched. */
export function depthwiseConv2d(
  plan: usize, images: usize, w: usize, bias: usize, out: usize, finish: usize, first: i32, count: i32,
): void {
  const p = changetype<Windows>(plan);
  const bytes = <usize>p.channels << 2, lineBytes = <usize>p.outWidth * bytes;
  const imageBytes = <usize>(p.height * p.width) * bytes;
  const isSmall = isThreeByThree(p);
  out += <usize>first * lineBytes;
  for (let line = first; line < first + count; line++, out += lineBytes) {
    const x = images + <usize>(line / p.outHeight) * imageBytes;
    const top = (line % p.outHeight) * p.strideHeight - p.padTop;
    const h0 = firstTap(top, p.dilationHeight);
    const lines = lastTap(top, p.dilationHeight, p.kernelHeight, p.height) - h0 + 1;
    const from = x + <usize>(top + h0 * p.dilationHeight) * (<usize>p.width * bytes);
    const row = w + <usize>(h0 * p.kernelWidth) * bytes;
    if (!isSmall) {
      anyLine(p, from, row, lines, bias, out, finish, line == first + count - 1);
      continue;
    }
    for (let ow = 0; ow < p.outWidth; ow += 4) {
      const at = min(ow, p.outWidth - 4); // the last four may repeat some
      threeByThree(p, at, from, row, lines, bias, out + <usize>at * bytes, finish);
    }
  }
}

/** A line of any windows; `isLast` if nothing may be touched behind it. */
function anyLine(
  p: Windows, x: usize, row: usize, lines: i32, bias: usize, out: usize, finish: usize, isLast: bool,
): void {
  const bytes = <usize>p.channels << 2;
  const tapStep = <usize>p.dilationWidth * bytes, lineStep = <usize>(p.dilationHeight * p.width) * bytes;
  const zero = f32x4.splat(0);
  const reach = 3 * p.strideWidth + (p.kernelWidth - 1) * p.dilationWidth;
  const whole = (p.channels & 3) == 0;
  const begin = out;
  for (let ow = 0; ow < p.outWidth; ow++, out += bytes) {
    const left = ow * p.strideWidth - p.padLeft;
    const w0 = firstTap(left, p.dilationWidth);
    const taps = lastTap(left, p.dilationWidth, p.kernelWidth, p.width) - w0 + 1;
    const corner = x + <usize>(left + w0 * p.dilationWidth) * bytes;
    const weights = row + <usize>w0 * bytes;
    if (whole && left >= 0 && left + reach < p.width && ow + 4 <= p.outWidth) {
      for (let c: usize = 0; c < bytes; c += 16) {
        const start = bias ? v128.load(bias + c) : zero;
        sumFour(p, corner + c, weights + c, lines, lineStep, tapStep, start, out + c, finish, c);
      }
      ow += 3;
      out += 3 * bytes;
      continue;
    }
    const end = isLast && ow == p.outWidth - 1 ? bytes & ~15 : bytes;
    for (let c: usize = 0; c < end; c += 16) {
      const start = bias ? v128.load(bias + c) : zero;
      v128.store(out + c, sumVector(p, corner + c, weights + c, lines, taps, lineStep, tapStep, start));
      if (finish && whole) finishVector(finish, c, out + c);
    }
    if (end < bytes) {
      const start = bias ? v128.load(bias + end) : zero;
      const sum = sumVector(p, corner + end, weights + end, lines, taps, lineStep, tapStep, start);
      putLanes(out + end, sum, p.channels & 3);
    }
  }
  if (finish && !whole) finishRows(finish, 0, begin, bytes, p.outWidth, p.channels);
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
