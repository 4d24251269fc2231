// internal
import { dawn, type Entry } from './dawn.js';

/** A WebGPU adapter, or the reason why there is none. */
export type AdapterSearch = { readonly adapter: GPUAdapter } | { readonly reason: string };

/** Looks for an adapter: the browser's, the worker's, or in Node.js Dawn's. */
export async function findAdapter(
  powerPreference: GPUPowerPreference,
  software: boolean,
): Promise<AdapterSearch> {
  const entry = await findEntry();
  if ('reason' in entry) return entry;
  const adapter = await entry.gpu.requestAdapter({ powerPreference });
  if (!adapter) return { reason: missingAdapter() };
  if (software || !isSoftware(adapter)) return { adapter };
  const name = infoOf(adapter).description || infoOf(adapter).architecture;
  return {
    reason: `the only adapter is in software (${name}), slower than wasm; webgpu({ software: true }) takes it`,
  };
}

const inNode = (): boolean => typeof process !== 'undefined' && Boolean(process.versions?.node);

async function findEntry(): Promise<Entry> {
  const gpu = typeof navigator === 'undefined' ? undefined : navigator.gpu;
  if (gpu) return { gpu };
  if (inNode()) return dawn();
  const insecure = globalThis.isSecureContext === false;
  return {
    reason: insecure
      ? 'navigator.gpu is missing: WebGPU needs a secure page (https or localhost)'
      : 'navigator.gpu is missing: this browser has no WebGPU or it is switched off',
  };
}

function missingAdapter(): string {
  if (!inNode()) return 'no adapter: the browser found no usable GPU (see its page about:gpu)';
  if (process.platform !== 'linux') return 'no adapter: Dawn found no usable GPU; install its current driver';
  return 'no adapter: on Linux install a Vulkan driver and its loader (Debian: libvulkan1 and mesa-vulkan-drivers)';
}

/** The adapter in words: `NVIDIA GeForce RTX 4070 (nvidia ada-lovelace)`. */
export function describeAdapter(adapter: GPUAdapter): string {
  const { vendor, architecture, device, description } = infoOf(adapter);
  const family = [vendor, architecture].filter(Boolean).join(' ');
  const model = description || device;
  const text = model && family ? `${model} (${family})` : model || family || 'unnamed adapter';
  return isSoftware(adapter) ? `WebGPU in software: ${text}` : `WebGPU: ${text}`;
}

/** Whether an adapter is a program on the CPU, not a GPU. */
export function isSoftware(adapter: GPUAdapter): boolean {
  const { isFallbackAdapter, architecture, description } = infoOf(adapter);
  return (
    isFallbackAdapter === true || /swiftshader|llvmpipe|lavapipe/i.test(`${architecture} ${description}`)
  );
}

/** What an adapter reports about itself; older browsers report nothing. */
const infoOf = (adapter: GPUAdapter): Partial<GPUAdapterInfo> => adapter.info ?? {};
