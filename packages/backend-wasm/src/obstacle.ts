// internal
import { hasSimd } from './start.js';

/** The smallest module. */
const emptyModule = [0, 97, 115, 109, 1, 0, 0, 0];

/** Why WebAssembly can't run here; undefined if it can. This is tried out, as a page's policy may forbid it. */
export function obstacle(): string | undefined {
  if (typeof WebAssembly !== 'object') return 'there is no WebAssembly';
  if (!hasSimd()) return 'WebAssembly lacks SIMD';
  try {
    new WebAssembly.Module(new Uint8Array(emptyModule));
    return undefined;
  } catch {
    return "compiling WebAssembly is forbidden: the page's content security policy has to allow 'wasm-unsafe-eval' for scripts";
  }
}
