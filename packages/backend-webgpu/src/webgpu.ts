import {
  type Availability,
  type BackendCandidate,
  BackendError,
  checkOptions,
  type OptionTable,
} from '@neurona/backend';
import { type AdapterSearch, describeAdapter, findAdapter, isSoftware } from './device/adapter.js';
import { openDevice } from './device/open-device.js';
import { selfTest } from './self-test.js';
import { WebGPUBackend } from './webgpu-backend.js';
import { WebGPURuntime } from './webgpu-runtime.js';

/** Settings of {@link webgpu}. */
export interface WebGPUOptions {
  /** Which GPU to prefer if there are two: `high-performance` or `low-power`; default `high-performance`. */
  readonly powerPreference?: 'high-performance' | 'low-power';
  /** Whether to accept a software adapter, which runs on the CPU and is slower than wasm; default false. */
  readonly software?: boolean;
}

const webGPUOptions: OptionTable<WebGPUOptions> = { powerPreference: 'high-performance', software: false };

/** The WebGPU backend, for `useBackend`. */
export interface WebGPUCandidate extends BackendCandidate {
  create(): Promise<WebGPUBackend>;
}

/**
 * WebGPU: in the browser, in web workers, and in Node.js through Dawn (the package `webgpu`, installed by the user).
 * @example
 * webgpu().name; // => 'webgpu'
 */
export function webgpu(options: WebGPUOptions = {}): WebGPUCandidate {
  const { powerPreference = 'high-performance', software = false } = checkOptions(
    'webgpu',
    options,
    webGPUOptions,
  );
  const find = () => findAdapter(powerPreference, software);
  return {
    name: 'webgpu',
    async probe(): Promise<Availability> {
      const found = await find();
      if ('reason' in found) return { available: false, reason: found.reason };
      return { available: true, description: describeAdapter(found.adapter) };
    },
    create: async () => create(await find()),
  };
}

async function create(found: AdapterSearch): Promise<WebGPUBackend> {
  if ('reason' in found) {
    throw new BackendError('webgpu', { expected: 'a WebGPU adapter', received: 'none', where: found.reason });
  }
  const { adapter } = found;
  const runtime = new WebGPURuntime(await openDevice(adapter));
  runtime.cooperative = !isSoftware(adapter);
  const backend = new WebGPUBackend(runtime, describeAdapter(adapter));
  if (isSoftware(adapter)) return backend; // whose arithmetic is the CPU's, and whose shaders take long to compile
  try {
    await selfTest(backend);
  } catch (error) {
    backend.dispose();
    throw error;
  }
  return backend;
}
