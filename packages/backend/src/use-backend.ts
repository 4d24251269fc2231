import { checkArgument } from './argument.js';
import type { Backend } from './backend.js';
import { BackendError, describeValue } from './errors.js';

/** Whether a backend can run on this machine: the device it would use, or the reason why it can't. */
export type Availability =
  | { readonly available: true; readonly description: string }
  | { readonly available: false; readonly reason: string };

/** A backend to choose: what `cpu()`, `wasm()` and `webgpu()` return. */
export interface BackendCandidate {
  readonly name: string;
  /** Checks whether it can run here, without claiming the device. */
  probe(): Promise<Availability>;
  /** Starts it. Rejects with a {@link BackendError} if it can't. */
  create(): Promise<Backend>;
}

/** A candidate that can start at once, where there is no time to wait: what `cpu()` and `wasm()` return. */
export interface ImmediateCandidate extends BackendCandidate {
  /** Starts it within the call. Throws a {@link BackendError} if it can't. */
  start(): Backend;
}

/** A candidate and whether it can run here. */
export type DeviceReport = { readonly name: string } & Availability;

// One choice for the whole program, even where a bundle holds this package twice (as ESM and as CommonJS).
const slot = Symbol.for('neurona.backend');
const offer = Symbol.for('neurona.candidates');
const store = globalThis as {
  [slot]?: Backend | undefined;
  [offer]?: readonly BackendCandidate[] | undefined;
};

/**
 * Offers the backends among which one is chosen where the program chooses none: the first that can start at once, when the first tensor
 * is made. `useBackend()` without candidates takes the first of all.
 * @example
 * offerBackends(cpu());
 * (await useBackend()).name; // => 'cpu'
 */
export function offerBackends(...candidates: readonly BackendCandidate[]): void {
  for (const candidate of candidates) checkCandidate('offerBackends', candidate);
  store[offer] = candidates;
}

/**
 * Chooses the backend that new tensors live on: the first candidate that this machine can run.
 * @param candidates - In order of preference, as `webgpu()`, `wasm()`; default those of {@link offerBackends}, as in the package `neurona`.
 * @throws {@link BackendError} if none can run; the message has the reason of each.
 * @example
 * (await useBackend(cpu())).name; // => 'cpu'
 */
export async function useBackend(...candidates: readonly BackendCandidate[]): Promise<Backend> {
  if (candidates.length === 0 && store[offer]?.length) return useBackend(...store[offer]);
  const reasons: string[] = [];
  for (const candidate of candidates) {
    try {
      const availability = await candidate.probe();
      if (availability.available) {
        const backend = await candidate.create();
        await nextTask();
        return setBackend(backend);
      }
      reasons.push(`${candidate.name}: ${availability.reason}`);
    } catch (error) {
      reasons.push(`${candidate.name}: ${describeValue(error)}`);
    }
  }
  throw new BackendError('useBackend', {
    expected: 'a backend that this machine can run',
    received: candidates.length === 0 ? 'no candidates' : 'none',
    where: reasons.length === 0 ? undefined : reasons.join('; '),
    hint: 'Add wasm() from @neurona/backend-wasm or cpu() from @neurona/backend-cpu: they run everywhere.',
  });
}

/**
 * Ends the task in which the modules were loaded. Weak references of a task are kept until it ends, also across promises: in a loop
 * that began within it, dropped tensors could not be found and freed.
 */
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Makes a running backend the one that new tensors live on, and returns it. */
export function setBackend(backend: Backend): Backend {
  store[slot] = backend;
  return backend;
}

/**
 * The backend that new tensors live on. Where none was chosen it starts one of those that were offered.
 * @throws {@link BackendError} if none was chosen or offered yet.
 * @example
 * currentBackend().name; // => 'cpu'
 */
export function currentBackend(): Backend {
  return store[slot] ?? startOffered(store[offer] ?? []);
}

function startOffered(candidates: readonly BackendCandidate[]): Backend {
  const reasons: string[] = [];
  for (const candidate of candidates) {
    if (!('start' in candidate)) continue;
    try {
      return setBackend((candidate as ImmediateCandidate).start());
    } catch (error) {
      reasons.push(`${candidate.name}: ${describeValue(error)}`);
    }
  }
  throw new BackendError('currentBackend', {
    expected: 'a chosen backend',
    received: 'none',
    where: reasons.length === 0 ? undefined : reasons.join('; '),
    hint: "Call await useBackend(wasm()), with wasm from '@neurona/backend-wasm', before making tensors.",
  });
}

/** Whether a backend was chosen. */
export const hasBackend = (): boolean => store[slot] !== undefined;

/**
 * Lists every candidate with whether it can run here, or why not.
 * @example
 * (await devices(cpu())).map((device) => device.available); // => [true]
 */
export function devices(...candidates: readonly BackendCandidate[]): Promise<DeviceReport[]> {
  return Promise.all(
    candidates.map(async (candidate) => {
      const { name } = checkCandidate('devices', candidate);
      try {
        return { name, ...(await candidate.probe()) };
      } catch (error) {
        return { name, available: false, reason: describeValue(error) } as const;
      }
    }),
  );
}

const checkCandidate = (subject: string, candidate: BackendCandidate): BackendCandidate =>
  checkArgument(subject, 'a candidate', candidate, 'record', 'Pass cpu(), wasm(), webgpu().');
