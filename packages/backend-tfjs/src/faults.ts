// internal
/**
 * Kernels of tfjs 4.22 that don't do what the contract says, and on which tfjs backends; they are replaced by compositions.
 * `Name:case` is a kernel that is wrong in that case alone: a dtype, or a geometry.
 * The conformance suite found them.
 */
const faults: Readonly<Record<string, readonly string[]>> = {
  Acos: ['webgpu'], // up to 5e-5 off, which WGSL allows
  Acosh: ['webgpu'], // a number below 1
  ArgMax: ['webgpu'], // a shader that doesn't compile for most axes
  Asinh: ['webgpu'], // wrong for large and for small numbers
  Atanh: ['webgpu'],
  BatchMatMul: ['webgpu'], // with both operands transposed, 0 · ∞ from beyond the edge
  Conv2DBackpropFilter: ['cpu', 'wasm', 'webgpu'], // refuses unequal padding
  Cos: ['webgpu'],
  Cosh: ['webgpu'], // of infinities
  'DepthwiseConv2dNative:dilated': ['tensorflow'], // refuses it
  Erf: ['webgpu'], // near 0
  Exp: ['webgpu'], // of NaN
  Expm1: ['webgpu'], // computes exp(x) - 1, which is 0 for small x
  'Less:bool': ['tensorflow'], // refuses bools, as do the other comparisons of order
  Log: ['webgpu'], // of 0, NaN and infinity
  Log1p: ['wasm', 'webgpu'], // computes log(1 + x), which is 0 for small x
  Maximum: ['wasm'], // NaN gets lost where it comes second
  Minimum: ['wasm'],
  PadV2: ['wasm'], // with NaN
  Pow: ['cpu', 'webgpu'], // of 1, of negative numbers and of infinities
  Reverse: ['wasm'], // of bools, reads them as if they had four bytes
  Select: ['wasm'], // of bools, the same
  Sigmoid: ['webgpu'], // of NaN
  Sign: ['cpu', 'tensorflow', 'wasm', 'webgpu'], // of NaN, which is 0 here, and of very small numbers
  Sin: ['webgpu'],
  Sinh: ['webgpu'],
  Softmax: ['webgpu'], // of NaN
  Softplus: ['webgpu'],
  StridedSlice: ['wasm'], // always returns float32
  Tan: ['webgpu'],
  Tanh: ['webgpu'],
  'Transpose:bool': ['webgpu'], // a shader that doesn't compile
  'Transpose:int32': ['webgpu'],
};

const known = new Set(['cpu', 'wasm', 'webgpu', 'tensorflow']);

/** Whether a tfjs kernel is known to be wrong on a backend; a backend nobody has tried is believed to share all faults. */
export function isFaulty(kernel: string, backend: string): boolean {
  const backends = faults[kernel];
  return backends !== undefined && (backends.includes(backend) || !known.has(backend));
}
