import {
  ArgumentError,
  type Availability,
  BackendError,
  checkOptions,
  type ImmediateCandidate,
  type OptionTable,
} from '@neurona/backend';
import { obstacle } from './obstacle.js';
import { hasRelaxedSimd, startRuntime, startRuntimeNow } from './start.js';
import { canShareMemory, canStartWorkers, describeThreads, usefulThreads } from './threads/thread-host.js';
import { WasmBackend } from './wasm-backend.js';

/** Settings of {@link wasm}. */
export interface WasmOptions {
  /** Whether to use fused multiply-add (relaxed SIMD) where available, default true. It is faster and rounds less. */
  readonly relaxedSimd?: boolean;
  /**
   * Number of threads for large kernels, default one per core, at most eight. Results don't depend on it. In browsers it
   * is one where the page isn't cross-origin isolated.
   */
  readonly threads?: number;
}

const wasmOptions: OptionTable<WasmOptions> = { relaxedSimd: true, threads: 1 };

/**
 * The WebAssembly backend: runs in every current JavaScript engine. Kernels and workers are bundled in the package, so there are no
 * files to install or host.
 * @throws {@link ArgumentError} if `threads` is not an integer from 1 to 64.
 * @example
 * (await useBackend(wasm())).name; // => 'wasm'
 */
export function wasm(options: WasmOptions = {}): ImmediateCandidate {
  const { threads: wanted } = checkOptions('wasm', options, wasmOptions);
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= 64)) {
    throw new ArgumentError('wasm', { expected: 'threads from 1 to 64', received: wanted });
  }
  const isRelaxed = () => options.relaxedSimd !== false && hasRelaxedSimd();
  let counted: Promise<number> | undefined;
  const threads = (): Promise<number> => {
    counted ??= possibleThreads(wanted ?? usefulThreads());
    return counted;
  };
  const probe = async (): Promise<Availability> => {
    const reason = obstacle();
    if (reason) return { available: false, reason };
    return {
      available: true,
      description: `${describe(isRelaxed())}, ${describeThreads(await threads())}`,
    };
  };
  return {
    name: 'wasm',
    probe,
    async create() {
      checkEngine();
      return new WasmBackend(await startRuntime(isRelaxed(), await threads()), describe(isRelaxed()));
    },
    start() {
      checkEngine();
      const count = canShareMemory() ? (wanted ?? usefulThreads()) : 1; // threads that can't start are not missed
      return new WasmBackend(startRuntimeNow(isRelaxed(), count), describe(isRelaxed()));
    },
  };
}

function checkEngine(): void {
  const reason = obstacle();
  if (reason)
    throw new BackendError('wasm', {
      expected: 'a JavaScript engine with WebAssembly and its SIMD instructions',
      received: reason,
      hint: 'Use Node 20.19 or later or a browser from 2023 on, or cpu() from @neurona/backend-cpu.',
    });
}

/** The wanted number of threads if they can share memory and start, else one. */
const possibleThreads = async (wanted: number): Promise<number> =>
  wanted > 1 && canShareMemory() && (await canStartWorkers()) ? wanted : 1;

const describe = (relaxed: boolean): string => `WebAssembly ${relaxed ? 'relaxed SIMD' : 'SIMD'}`;
