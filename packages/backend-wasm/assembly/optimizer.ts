import { settled, vectorBytes } from './simd';

// Optimizer steps over all parameters in one call. A table has six words for each parameter: its size and the
// addresses of parameter, gradient and up to three states.

@inline
function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

@inline
function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

/** The gradient with its sign (±1) and L2 decay. */
@inline
function gradient(g: v128, p: v128, sign: v128, decay: v128): v128 {
  return add(mul(g, sign), mul(p, decay));
}

export function sgdStep(
  table: usize, count: i32, learningRate: f32, momentum: f32, dampening: f32, weightDecay: f32,
  nesterov: bool, maximize: bool, first: bool,
): void {
  const rate = f32x4.splat(learningRate), mu = f32x4.splat(momentum), fresh = f32x4.splat(1 - dampening);
  const decay = f32x4.splat(weightDecay), sign = f32x4.splat(maximize ? -1 : 1);
  for (; count > 0; count--, table += 24) {
    const bytes = vectorBytes(load<i32>(table));
    const p = load<usize>(table, 4), g = load<usize>(table, 8), v = load<usize>(table, 12);
    for (let i: usize = 0; i < bytes; i += 16) {
      const old = v128.load(p + i);
      let d = gradient(v128.load(g + i), old, sign, decay);
      if (v) {
        const velocity = settled(first ? d : add(mul(v128.load(v + i), mu), mul(d, fresh)));
        v128.store(v + i, velocity);
        d = nesterov ? add(d, mul(velocity, mu)) : velocity;
      }
      v128.store(p + i, f32x4.sub(old, mul(d, rate)));
    }
  }
}

/** p -= (momentFactor · m + gradFactor · g) / (√v · rootFactor + eps), or undivided. */
export function adamStep(
  table: usize, count: i32, learningRate: f32, momentFactor: f32, gradFactor: f32, rootFactor: f32, divides: bool,
  beta1: f32, beta2: f32, oneMinusBeta1: f32, oneMinusBeta2: f32, eps: f32, weightDecay: f32, decoupled: bool, maximize: bool,
): void {
  const size = f32x4.splat(momentFactor), share = f32x4.splat(gradFactor);
  const factor = f32x4.splat(rootFactor), epsilon = f32x4.splat(eps);
  const b1 = f32x4.splat(beta1), b2 = f32x4.splat(beta2);
  const c1 = f32x4.splat(oneMinusBeta1), c2 = f32x4.splat(oneMinusBeta2);
  const decay = f32x4.splat(decoupled ? 0 : weightDecay), sign = f32x4.splat(maximize ? -1 : 1);
  const keep = f32x4.splat(decoupled ? <f32>(1 - <f64>learningRate * <f64>weightDecay) : 1);
  for (; count > 0; count--, table += 24) {
    const bytes = vectorBytes(load<i32>(table));
    const p = load<usize>(table, 4), g = load<usize>(table, 8);
    const m = load<usize>(table, 12), v = load<usize>(table, 16), vMax = load<usize>(table, 20);
    for (let i: usize = 0; i < bytes; i += 16) {
      const old = v128.load(p + i);
      const d = gradient(v128.load(g + i), old, sign, decay);
      const first = settled(add(mul(v128.load(m + i), b1), mul(d, c1)));
      let second = settled(add(mul(v128.load(v + i), b2), mul(mul(d, d), c2)));
      v128.store(m + i, first);
      v128.store(v + i, second);
      if (vMax) {
        second = settled(f32x4.max(v128.load(vMax + i), second));
        v128.store(vMax + i, second);
      }
      let delta = add(mul(first, size), mul(d, share));
      if (divides) delta = f32x4.div(delta, add(mul(f32x4.sqrt(second), factor), epsilon));
      v128.store(p + i, f32x4.sub(mul(old, keep), delta));
    }
  }
}

export function adadeltaStep(
  table: usize, count: i32, learningRate: f32, rho: f32, oneMinusRho: f32, eps: f32, weightDecay: f32, maximize: bool,
): void {
  const rate = f32x4.splat(learningRate), r = f32x4.splat(rho), c = f32x4.splat(oneMinusRho);
  const epsilon = f32x4.splat(eps), decay = f32x4.splat(weightDecay), sign = f32x4.splat(maximize ? -1 : 1);
  for (; count > 0; count--, table += 24) {
    const bytes = vectorBytes(load<i32>(table));
    const p = load<usize>(table, 4), g = load<usize>(table, 8), s = load<usize>(table, 12), a = load<usize>(table, 16);
    for (let i: usize = 0; i < bytes; i += 16) {
      const old = v128.load(p + i);
      const d = gradient(v128.load(g + i), old, sign, decay);
      const square = settled(add(mul(v128.load(s + i), r), mul(mul(d, d), c)));
      const average = v128.load(a + i);
      const root = f32x4.div(f32x4.sqrt(add(average, epsilon)), f32x4.sqrt(add(square, epsilon)));
      const delta = mul(root, d);
      v128.store(s + i, square);
      v128.store(a + i, settled(add(mul(average, r), mul(mul(delta, delta), c))));
      v128.store(p + i, f32x4.sub(old, mul(delta, rate)));
    }
  }
}
