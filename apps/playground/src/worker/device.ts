import { type Backend, type BackendCandidate, setBackend } from '@neurona/backend';
import { problemOf, TrainingError } from './problem.js';

/** A backend by name. */
export type DeviceName = 'webgpu' | 'wasm' | 'cpu';

/** What a person chooses: a device, or `auto` for the best that starts. */
export type DeviceChoice = 'auto' | DeviceName;

/** Every choice, in the order of the menu. */
export const deviceChoices: readonly DeviceChoice[] = ['auto', 'webgpu', 'wasm', 'cpu'];

/** Why a device did not start, for the words that a visitor sees. */
export type SkipReason =
  | 'missing'
  | 'insecure'
  | 'software'
  | 'noAdapter'
  | 'noSimd'
  | 'forbidden'
  | 'failed';

/** A device that was wanted and did not start, and why. */
export interface SkippedDevice {
  readonly name: DeviceName;
  readonly reason: SkipReason;
  /** For developers. */
  readonly message: string;
}

/** The device that runs. */
export interface Device {
  readonly name: DeviceName;
  /** Threads that share the work; 1 on a GPU. */
  readonly threads: number;
  /** Whether a GPU is played by the CPU. */
  readonly isSoftware: boolean;
  /** The GPU's name, if it tells one. */
  readonly adapter: string;
  readonly skipped: readonly SkippedDevice[];
}

/** Settings of {@link startDevice}. */
export interface DeviceOptions {
  /** Whether WebGPU may be played by the CPU, for tests; default false. */
  readonly software?: boolean;
  /** The device that `auto` begins with; default WebGPU. */
  readonly suited?: DeviceName | undefined;
}

/** The candidate of each name. A backend's code is fetched when it is first asked for. */
const candidates: Readonly<Record<DeviceName, (options: DeviceOptions) => Promise<BackendCandidate>>> = {
  webgpu: async ({ software = false }) =>
    (await import('@neurona/backend-webgpu')).webgpu({ software }) as BackendCandidate,
  wasm: async () => (await import('@neurona/backend-wasm')).wasm(),
  cpu: async () => (await import('@neurona/backend-cpu')).cpu(),
};

/**
 * Starts the chosen device, or where it can't run the next best: what suits the page, WebAssembly, then plain JavaScript. The
 * only place where the playground picks a backend.
 */
export async function startDevice(
  choice: DeviceChoice,
  options: DeviceOptions = {},
): Promise<[Backend, Device]> {
  const order: DeviceName[] = [choice === 'auto' ? (options.suited ?? 'webgpu') : choice];
  for (const name of ['wasm', 'cpu'] as const) if (!order.includes(name)) order.push(name);
  const skipped: SkippedDevice[] = [];
  for (const name of order) {
    try {
      const candidate = await candidates[name](options);
      const availability = await candidate.probe();
      if (!availability.available) {
        skipped.push({ name, reason: reasonOf(availability.reason), message: availability.reason });
        continue;
      }
      const backend = setBackend(await candidate.create());
      return [backend, { name, ...factsOf(name, backend.description), skipped }];
    } catch (error) {
      const { kind, message } = problemOf(error);
      if (kind === 'load') throw new TrainingError('load', message); // the site has changed: no device would load
      skipped.push({ name, reason: 'failed', message });
    }
  }
  throw new TrainingError('noDevice', skipped.map(({ name, message }) => `${name}: ${message}`).join('; '));
}

/** What a backend says of itself, in parts. */
export function factsOf(
  name: DeviceName,
  description: string,
): Pick<Device, 'threads' | 'isSoftware' | 'adapter'> {
  return {
    threads: name === 'webgpu' ? 1 : Number(/(\d+) threads/.exec(description)?.[1] ?? 1),
    isSoftware: name === 'webgpu' && description.includes('in software'),
    adapter: name === 'webgpu' ? description.replace(/^[^:]*: /, '') : '',
  };
}

const reasons: readonly (readonly [words: RegExp, reason: SkipReason])[] = [
  [/secure page/, 'insecure'],
  [/in software/, 'software'],
  [/no adapter/, 'noAdapter'],
  [/lacks SIMD/, 'noSimd'],
  [/forbidden/, 'forbidden'],
  [/missing|there is no/, 'missing'],
];

/** The kind of a reason that a backend tells. */
export const reasonOf = (message: string): SkipReason =>
  reasons.find(([words]) => words.test(message))?.[1] ?? 'failed';
