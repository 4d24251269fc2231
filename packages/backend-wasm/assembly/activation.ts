import { erf, expBelow } from './functions';
import { constant, madd, vectorBytes } from './simd';

// Activations that are x times a gate from 0 to 1, and their gradients. The numbers of kinds are those of src/kernels/activation.ts.

const ONE = memory.data<f32>([1]);
const HALF = memory.data<f32>([0.5]);
const MINUS_HALF = memory.data<f32>([-0.5]);
const CUBIC = memory.data<f32>([0.044715]);
const THREE_CUBIC = memory.data<f32>([0.134145]);
/** √(8/π) */
const STEEPNESS = memory.data<f32>([1.59576912]);
/** √½ */
const ROOT_HALF = memory.data<f32>([0.707106781]);
/** 1/√(2π) */
const BELL = memory.data<f32>([0.39894228]);

/** What σ is taken of: x, or √(8/π) (x + 0.044715 x³). */
@inline
function argument(kind: i32, x: v128): v128 {
  if (kind == 0) return x;
  const bend = madd(f32x4.mul(x, x), constant(CUBIC), constant(ONE));
  return f32x4.mul(f32x4.mul(x, bend), constant(STEEPNESS));
}

/** Φ(x). */
@inline
function normalCdf(x: v128): v128 {
  return f32x4.mul(f32x4.add(erf(f32x4.mul(x, constant(ROOT_HALF))), constant(ONE)), constant(HALF));
}

@inline
function value(kind: i32, x: v128): v128 {
  if (kind == 1) return f32x4.mul(x, normalCdf(x));
  const z = argument(kind, x);
  const e = expBelow(f32x4.neg(f32x4.abs(z)));
  const top = v128.bitselect(e, constant(ONE), f32x4.lt(z, f32x4.splat(0)));
  return f32x4.mul(x, f32x4.div(top, f32x4.add(e, constant(ONE))));
}

@inline
function slope(kind: i32, x: v128): v128 {
  if (kind == 1) {
    const bell = expBelow(f32x4.mul(f32x4.mul(x, x), constant(MINUS_HALF)));
    return madd(f32x4.mul(x, bell), constant(BELL), normalCdf(x));
  }
  const z = argument(kind, x);
  const e = expBelow(f32x4.neg(f32x4.abs(z)));
  const share = f32x4.div(constant(ONE), f32x4.add(e, constant(ONE)));
  const below = f32x4.lt(z, f32x4.splat(0));
  const small = f32x4.mul(e, share);
  const gate = v128.bitselect(small, share, below), rest = v128.bitselect(share, small, below);
  let bend = f32x4.mul(f32x4.mul(x, gate), rest); // 0 before the polynomial can overflow
  if (kind == 0) return f32x4.add(gate, bend);
  // bend first, as x² may overflow
  bend = madd(f32x4.mul(f32x4.mul(bend, x), x), constant(THREE_CUBIC), bend);
  return madd(bend, constant(STEEPNESS), gate);
}

@inline
function values(kind: i32, x: usize, out: usize, n: i32): void {
  const end = x + vectorBytes(n);
  for (; x < end; x += 16, out += 16) v128.store(out, value(kind, v128.load(x)));
}

@inline
function grads(kind: i32, grad: usize, x: usize, out: usize, n: i32): void {
  const end = x + vectorBytes(n);
  for (; x < end; grad += 16, x += 16, out += 16) {
    v128.store(out, f32x4.mul(v128.load(grad), slope(kind, v128.load(x))));
  }
}

/** out = x · gate(x): 0 silu, 1 gelu, 2 gelu by tanh. */
export function activation(kind: i32, x: usize, out: usize, n: i32): void {
  if (kind == 0) values(0, x, out, n);
  else if (kind == 1) values(1, x, out, n);
  else values(2, x, out, n);
}

/** out = grad · d/dx (x · gate(x)). */
export function activationGrad(kind: i32, grad: usize, x: usize, out: usize, n: i32): void {
  if (kind == 0) grads(0, grad, x, out, n);
  else if (kind == 1) grads(1, grad, x, out, n);
  else grads(2, grad, x, out, n);
}
