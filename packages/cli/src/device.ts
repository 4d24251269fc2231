// internal: which device computes
import { type BackendCandidate, type DeviceReport, devices, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { wasm } from '@neurona/backend-wasm';
import { webgpu } from '@neurona/backend-webgpu';

/** Best first. */
const candidates: Readonly<Record<string, () => BackendCandidate>> = { webgpu, wasm, cpu };

/** Every device with whether it runs here, or why not. */
export const listDevices = (): Promise<DeviceReport[]> =>
  devices(...Object.values(candidates).map((candidate) => candidate()));

/** A device that computes. */
export interface Device {
  readonly name: string;
  readonly description: string;
}

/** Starts the best device that this machine has, or the one asked for; `threads` are those of wasm, default one for each core. */
export async function chooseDevice(name: string, threads?: number): Promise<Device> {
  const of = (kind: string): BackendCandidate | undefined =>
    kind === 'wasm' && threads !== undefined ? wasm({ threads }) : candidates[kind]?.();
  const asked = name === 'webgpu' ? [webgpu({ software: true })] : [of(name)];
  const { name: chosen, description } = await useBackend(
    ...(name === 'auto' ? Object.keys(candidates).map(of) : asked).filter((one) => one !== undefined),
  );
  return { name: chosen, description };
}
