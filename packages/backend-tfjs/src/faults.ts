// internal
/**
 * Kernels of tfjs 4.22 that don't do what the contract says, and on which tfjs backends; they are replaced by compositions.
 * The conformance suite found them.
 */
const faults: Readonly<Record<string, readonly string[]>> = {
  Log1p: ['wasm'], // computes log(1 + x), which is 0 for small x
  Maximum: ['wasm'], // NaN gets lost where it comes second
  Minimum: ['wasm'],
  Reverse: ['wasm'], // of bools, reads them as if they had four bytes
  Select: ['wasm'], // of bools, the same
  StridedSlice: ['wasm'], // always returns float32
};

const known = new Set(['cpu', 'wasm', 'webgpu']);

/** Whether a tfjs kernel is known to be wrong on a backend; a backend nobody has tried is believed to share all faults. */
export function isFaulty(kernel: string, backend: string): boolean {
  const backends = faults[kernel];
  return backends !== undefined && (backends.includes(backend) || !known.has(backend));
}
