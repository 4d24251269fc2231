// Small vector helpers that the kernels share.

/** a · b + c, fused where the module is built for relaxed SIMD. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c - a · b, fused where the module is built for relaxed SIMD. */
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/**
 * Four times the number at an address, which `memory.data` gives: what a loop multiplies and adds is read from memory, as engines make a constant
 * of four lanes anew in each round, by three instructions of which two wait for the shuffles' unit.
 */
@inline
export function constant(at: usize): v128 {
  return v128.load32_splat(at);
}

/** Bytes of n elements rounded up to whole vectors: blocks of memory end on a vector, so kernels may run to there. */
@inline
export function vectorBytes(n: i32): usize {
  return ((<usize>n << 2) + 15) & ~15;
}

/** Stores a vector, or its first `left` lanes at the end of a row, so that nothing behind the row is touched. */
@inline
export function put(to: usize, v: v128, left: i32): void {
  if (left >= 4) v128.store(to, v);
  else storeLanes(to, v, left);
}

/** Stores the first `left` lanes, 1 to 3: for the end of a row, after a loop over whole vectors that no branch slows down. */
@inline
export function putLanes(to: usize, v: v128, left: i32): void {
  storeLanes(to, v, left);
}

function storeLanes(to: usize, v: v128, left: i32): void {
  v128.store32_lane(to, v, 0);
  if (left > 1) v128.store32_lane(to, v, 1, 4);
  if (left > 2) v128.store32_lane(to, v, 2, 8);
}

const LEAST_NORMAL = memory.data<f32>([1.17549435e-38]);

/** Moments to be stored: 0 where they are so tiny (below 2⁻¹²⁶) that processors would compute with them slowly. */
@inline
export function settled(moments: v128): v128 {
  return v128.andnot(moments, f32x4.lt(f32x4.abs(moments), constant(LEAST_NORMAL)));
}
