import { type Backend, type BackendCandidate, setBackend } from '@neurona/backend';

/** A backend by name. */
export type DeviceName = 'webgpu' | 'wasm' | 'cpu';

/** What a person chooses: a device, or `auto` for the best that starts. */
export type DeviceChoice = 'auto' | DeviceName;

/** Every choice, in the order of the menu. */
export const deviceChoices: readonly DeviceChoice[] = ['auto', 'webgpu', 'wasm', 'cpu'];

/** A device that was wanted and did not start, and why. */
export interface SkippedDevice {
  readonly name: DeviceName;
  readonly reason: string;
}

/** The device that runs. */
export interface Device {
  readonly name: DeviceName;
  /** In words: `WebAssembly SIMD, one thread`. */
  readonly description: string;
  readonly skipped: readonly SkippedDevice[];
}

/** Settings of {@link startDevice}. */
export interface DeviceOptions {
  /** Whether WebGPU may be played by the CPU, for tests; default false. */
  readonly software?: boolean;
}

/** The candidate of each name. A backend's code is fetched when it is first asked for. */
const candidates: Readonly<Record<DeviceName, (options: DeviceOptions) => Promise<BackendCandidate>>> = {
  webgpu: async ({ software = false }) =>
    (await import('@neurona/backend-webgpu')).webgpu({ software }) as BackendCandidate,
  wasm: async () => (await import('@neurona/backend-wasm')).wasm(),
  cpu: async () => (await import('@neurona/backend-cpu')).cpu(),
};

/**
 * Starts the chosen device, or where it can't run the next best: WebGPU, WebAssembly, then plain JavaScript. The only place
 * where the playground picks a backend.
 */
export async function startDevice(
  choice: DeviceChoice,
  options: DeviceOptions = {},
): Promise<[Backend, Device]> {
  const order: DeviceName[] = choice === 'auto' ? ['webgpu', 'wasm', 'cpu'] : [choice];
  for (const name of ['wasm', 'cpu'] as const) if (!order.includes(name)) order.push(name);
  const skipped: SkippedDevice[] = [];
  for (const name of order) {
    try {
      const candidate = await candidates[name](options);
      const availability = await candidate.probe();
      if (!availability.available) {
        skipped.push({ name, reason: availability.reason });
        continue;
      }
      const backend = setBackend(await candidate.create());
      return [backend, { name, description: backend.description, skipped }];
    } catch (error) {
      skipped.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  throw new Error(skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; '));
}
