import { madd } from './simd';
import { Windows, windowCount } from './window';

// Convolutions in which every channel has a kernel of its own: w is [KH, KW, 1, C].

/** The element under tap (kh, kw) of a window, or 0 where it is outside the image. */
@inline
function under(p: Windows, x: usize, window: i32, kh: i32, kw: i32): usize {
  const line = window / p.outWidth;
  const h = (line % p.outHeight) * p.strideHeight - p.padTop + kh * p.dilationHeight;
  const w = (window % p.outWidth) * p.strideWidth - p.padLeft + kw * p.dilationWidth;
  if (<u32>h >= <u32>p.height || <u32>w >= <u32>p.width) return 0;
  return x + (<usize>(((line / p.outHeight) * p.height + h) * p.width + w) * <usize>p.channels << 2);
}

export function depthwiseConv2d(plan: usize, x: usize, w: usize, bias: usize, out: usize): void {
  const p = changetype<Windows>(plan);
  const windows = windowCount(p);
  const bytes = <usize>p.channels << 2;
  for (let window = 0; window < windows; window++, out += bytes) {
    for (let c: usize = 0; c < bytes; c += 16) v128.store(out + c, bias ? v128.load(bias + c) : f32x4.splat(0));
    let kernel = w;
    for (let kh = 0; kh < p.kernelHeight; kh++) {
      for (let kw = 0; kw < p.kernelWidth; kw++, kernel += bytes) {
        const at = under(p, x, window, kh, kw);
        if (at == 0) continue;
        for (let c: usize = 0; c < bytes; c += 16) {
          v128.store(out + c, madd(v128.load(at + c), v128.load(kernel + c), v128.load(out + c)));
        }
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

export function depthwiseInputGrad(plan: usize, grad: usize, w: usize, dx: usize): void {
  const p = changetype<Windows>(plan);
  const windows = windowCount(p);
  const bytes = <usize>p.channels << 2;
  memory.fill(dx, 0, <usize>(p.batch * p.height * p.width) * bytes);
  for (let window = 0; window < windows; window++, grad += bytes) {
    let kernel = w;
    for (let kh = 0; kh < p.kernelHeight; kh++) {
      for (let kw = 0; kw < p.kernelWidth; kw++, kernel += bytes) {
        const at = under(p, dx, window, kh, kw);
        if (at) addProduct(at, grad, kernel, bytes);
      }
    }
  }
}

export function depthwiseFilterGrad(plan: usize, x: usize, grad: usize, dw: usize): void {
  const p = changetype<Windows>(plan);
  const windows = windowCount(p);
  const bytes = <usize>p.channels << 2;
  memory.fill(dw, 0, <usize>(p.kernelHeight * p.kernelWidth) * bytes);
  for (let window = 0; window < windows; window++, grad += bytes) {
    let kernel = dw;
    for (let kh = 0; kh < p.kernelHeight; kh++) {
      for (let kw = 0; kw < p.kernelWidth; kw++, kernel += bytes) {
        const at = under(p, x, window, kh, kw);
        if (at) addProduct(kernel, at, grad, bytes);
      }
    }
  }
}
