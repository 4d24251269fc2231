import { readFileSync } from 'node:fs';

/**
 * The environment of PyTorch's process: its threads, and OpenBLAS's kernels for this processor. Debian's OpenBLAS falls back to
 * SSE on processors that it doesn't know, which makes products five times slower. A choice of the user's stays.
 */
export function torchEnvironment(
  env: NodeJS.ProcessEnv = process.env,
  flags: string = processorFlags(),
  threads = 1,
): NodeJS.ProcessEnv {
  const { OPENBLAS_L2_SIZE: _, ...rest } = env; // a wrong size slows products down too
  const coreType = env.OPENBLAS_CORETYPE ?? coreTypeOf(new Set(flags.split(/\s+/)));
  return {
    ...rest,
    OMP_NUM_THREADS: String(threads),
    MKL_NUM_THREADS: String(threads),
    ...(coreType && { OPENBLAS_CORETYPE: coreType }),
  };
}

/** OpenBLAS's name for the kernels that fit a processor of these flags; undefined where its own choice stays. */
function coreTypeOf(flags: ReadonlySet<string>): string | undefined {
  const has = (...names: string[]): boolean => names.every((name) => flags.has(name));
  if (has('avx512f', 'avx512bw', 'avx512dq', 'avx512vl')) return 'SkylakeX';
  if (has('avx2', 'fma')) return 'Haswell';
  if (has('avx')) return 'Sandybridge';
  return undefined;
}

/** The processor's flags as Linux lists them; none elsewhere, where PyTorch brings kernels of its own. */
function processorFlags(): string {
  try {
    return /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

/**
 * PyTorch's rate of a product of large matrices in words, and whether it is plausible: never slower than WebAssembly, and at
 * least twice as fast where the processor has vectors of twice the width or more.
 */
export function describeRate(gflops: number, ourGflops: number, flags: string = processorFlags()): string {
  const rate = `matmul ${gflops.toFixed(0)} GFLOP/s`;
  const factor = flags.split(/\s+/).includes('avx2') ? 2 : 1;
  if (gflops >= factor * ourGflops) return rate;
  return `${rate}, implausible: wasm does ${ourGflops.toFixed(0)}; its BLAS may not know this processor (OPENBLAS_CORETYPE)`;
}
