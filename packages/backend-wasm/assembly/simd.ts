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

/** Bytes of n elements rounded up to whole vectors: blocks of memory end on a vector, so kernels may run to there. */
@inline
export function vectorBytes(n: i32): usize {
  return ((<usize>n << 2) + 15) & ~15;
}
