import { type Availability, type BackendCandidate, BackendError } from '@neurona/backend';
import { hasRelaxedSimd, hasSimd, startRuntime } from './start.js';
import { WasmBackend } from './wasm-backend.js';

/** Settings of {@link wasm}. */
export interface WasmOptions {
  /** Whether fused multiply-add of relaxed SIMD is used where it is there, default true. It is faster and rounds less. */
  readonly relaxedSimd?: boolean;
}

/**
 * The WebAssembly backend: runs on every machine with a current JavaScript engine, with nothing to install or to host, as the
 * kernels are inside the package.
 * @example
 * (await useBackend(wasm())).name; // => 'wasm'
 */
export function wasm(options: WasmOptions = {}): BackendCandidate {
  const isRelaxed = () => options.relaxedSimd !== false && hasRelaxedSimd();
  const probe = async (): Promise<Availability> =>
    hasSimd()
      ? { available: true, description: describe(isRelaxed()) }
      : {
          available: false,
          reason: typeof WebAssembly === 'object' ? 'WebAssembly lacks SIMD' : 'there is no WebAssembly',
        };
  return {
    name: 'wasm',
    probe,
    async create() {
      const availability = await probe();
      if (!availability.available) {
        throw new BackendError('wasm', {
          expected: 'a JavaScript engine with WebAssembly and its SIMD instructions',
          received: availability.reason,
          hint: 'Use Node 20.19 or later or a browser from 2023 on, or cpu() from @neurona/backend-cpu.',
        });
      }
      return new WasmBackend(await startRuntime(isRelaxed()), availability.description);
    },
  };
}

const describe = (relaxed: boolean): string => `WebAssembly ${relaxed ? 'relaxed SIMD' : 'SIMD'}, one thread`;
