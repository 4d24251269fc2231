import { settled, vectorBytes } from './simd';

// Steps of the less common optimizers; the table is that of optimizer.ts.

@inline
function mul(a: v128, b: v128): v128 {
  return f32x4.mul(a, b);
}

@inline
function add(a: v128, b: v128): v128 {
  return f32x4.add(a, b);
}

/** `momentum` of 0 and a missing average of gradients have no state: their addresses are 0. */
export function rmspropStep(
  table: usize, count: i32, learningRate: f32, alpha: f32, oneMinusAlpha: f32, eps: f32, momentum: f32,
  weightDecay: f32, maximize: bool,
): void {
  const rate = f32x4.splat(learningRate), a = f32x4.splat(alpha), c = f32x4.splat(oneMinusAlpha);
  const epsilon = f32x4.splat(eps), mu = f32x4.splat(momentum), zero = f32x4.splat(0);
  const decay = f32x4.splat(weightDecay), sign = f32x4.splat(maximize ? -1 : 1);
  for (; count > 0; count--, table += 24) {
    const bytes = vectorBytes(load<i32>(table));
    const p = load<usize>(table, 4), g = load<usize>(table, 8);
    const s = load<usize>(table, 12), means = load<usize>(table, 16), b = load<usize>(table, 20);
    for (let i: usize = 0; i < bytes; i += 16) {
      const old = v128.load(p + i);
      const d = add(mul(v128.load(g + i), sign), mul(old, decay));
      let variance = settled(add(mul(v128.load(s + i), a), mul(mul(d, d), c)));
      v128.store(s + i, variance);
      if (means) {
        const mean = settled(add(mul(v128.load(means + i), a), mul(d, c)));
        v128.store(means + i, mean);
        variance = f32x4.max(zero, f32x4.sub(variance, mul(mean, mean)));
      }
      let delta = f32x4.div(d, add(f32x4.sqrt(variance), epsilon));
      if (b) {
        delta = settled(add(mul(v128.load(b + i), mu), delta));
        v128.store(b + i, delta);
      }
      v128.store(p + i, f32x4.sub(old, mul(delta, rate)));
    }
  }
}

export function adagradStep(
  table: usize, count: i32, learningRate: f32, eps: f32, weightDecay: f32, maximize: bool,
): void {
  const rate = f32x4.splat(learningRate), epsilon = f32x4.splat(eps);
  const decay = f32x4.splat(weightDecay), sign = f32x4.splat(maximize ? -1 : 1);
  for (; count > 0; count--, table += 24) {
    const bytes = vectorBytes(load<i32>(table));
    const p = load<usize>(table, 4), g = load<usize>(table, 8), s = load<usize>(table, 12);
    for (let i: usize = 0; i < bytes; i += 16) {
      const old = v128.load(p + i);
      const d = add(mul(v128.load(g + i), sign), mul(old, decay));
      const sum = settled(add(v128.load(s + i), mul(d, d)));
      v128.store(s + i, sum);
      v128.store(p + i, f32x4.sub(old, f32x4.div(mul(d, rate), add(f32x4.sqrt(sum), epsilon))));
    }
  }
}

/** `stepSize` is learningRate / (1 - beta1^t). */
export function adamaxStep(
  table: usize, count: i32, stepSize: f32, beta1: f32, oneMinusBeta1: f32, beta2: f32, eps: f32, weightDecay: f32,
  maximize: bool,
): void {
  const size = f32x4.splat(stepSize), b1 = f32x4.splat(beta1), c1 = f32x4.splat(oneMinusBeta1);
  const b2 = f32x4.splat(beta2), epsilon = f32x4.splat(eps);
  const decay = f32x4.splat(weightDecay), sign = f32x4.splat(maximize ? -1 : 1);
  for (; count > 0; count--, table += 24) {
    const bytes = vectorBytes(load<i32>(table));
    const p = load<usize>(table, 4), g = load<usize>(table, 8), m = load<usize>(table, 12), u = load<usize>(table, 16);
    for (let i: usize = 0; i < bytes; i += 16) {
      const old = v128.load(p + i);
      const d = add(mul(v128.load(g + i), sign), mul(old, decay));
      const first = settled(add(mul(v128.load(m + i), b1), mul(d, c1)));
      const largest = settled(f32x4.max(mul(v128.load(u + i), b2), add(f32x4.abs(d), epsilon)));
      v128.store(m + i, first);
      v128.store(u + i, largest);
      v128.store(p + i, f32x4.sub(old, f32x4.div(mul(first, size), largest)));
    }
  }
}

export function lionStep(
  table: usize, count: i32, learningRate: f32, beta1: f32, oneMinusBeta1: f32, beta2: f32, oneMinusBeta2: f32,
  weightDecay: f32, maximize: bool,
): void {
  const rate = f32x4.splat(learningRate), b1 = f32x4.splat(beta1), c1 = f32x4.splat(oneMinusBeta1);
  const b2 = f32x4.splat(beta2), c2 = f32x4.splat(oneMinusBeta2);
  const decay = f32x4.splat(weightDecay), sign = f32x4.splat(maximize ? -1 : 1);
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  for (; count > 0; count--, table += 24) {
    const bytes = vectorBytes(load<i32>(table));
    const p = load<usize>(table, 4), g = load<usize>(table, 8), m = load<usize>(table, 12);
    for (let i: usize = 0; i < bytes; i += 16) {
      const old = v128.load(p + i), before = v128.load(m + i);
      const d = mul(v128.load(g + i), sign);
      const mixed = add(mul(before, b1), mul(d, c1));
      const direction = f32x4.sub(v128.and(f32x4.gt(mixed, zero), one), v128.and(f32x4.lt(mixed, zero), one));
      v128.store(m + i, settled(add(mul(before, b2), mul(d, c2))));
      v128.store(p + i, f32x4.sub(old, mul(add(direction, mul(old, decay)), rate)));
    }
  }
}
