import { type Backend, type BackendCandidate, setBackend } from '@neurona/backend';
import { beforeAll, describe } from 'vitest';
import '../methods.js'; // also where a test imports one operation alone

const candidates: Readonly<Record<string, () => Promise<BackendCandidate>>> = {
  cpu: async () => (await import('@neurona/backend-cpu')).cpu(),
  wasm: async () => (await import('@neurona/backend-wasm')).wasm(),
  webgpu: async () => (await import('@neurona/backend-webgpu')).webgpu({ software: true }),
};

/** Backends that tests run on: in the variable NEURONA_BACKENDS, default cpu and wasm, as a GPU in software takes minutes. */
const chosen = (globalThis.process?.env.NEURONA_BACKENDS ?? 'cpu,wasm').split(',');

type Outcome = { readonly backend: Backend } | { readonly reason: string };

// One of each for the whole process: a GPU device is not to be had often.
const started = new Map<string, Promise<Outcome>>();

async function start(name: string): Promise<Outcome> {
  try {
    const make = candidates[name];
    if (!make) return { reason: `NEURONA_BACKENDS names ${Object.keys(candidates).join(', ')}` };
    const candidate = await make();
    const availability = await candidate.probe();
    return availability.available ? { backend: await candidate.create() } : { reason: availability.reason };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

/** @internal The backend of a name, or why it can't run here. */
export function outcomeOf(name: string): Promise<Outcome> {
  let outcome = started.get(name);
  if (!outcome) {
    outcome = start(name);
    started.set(name, outcome);
  }
  return outcome;
}

/** @internal The reference: plain JavaScript. */
export async function referenceBackend(): Promise<Backend> {
  const outcome = await outcomeOf('cpu');
  if ('backend' in outcome) return outcome.backend;
  throw new Error(`The reference backend can't run: ${outcome.reason}`);
}

/** Settings of {@link forEachBackend}. */
export interface ForEachBackendOptions {
  /** Backends on which these tests can't pass, and why. */
  readonly skip?: Readonly<Record<string, string>>;
}

/**
 * Declares tests once for each backend: cpu and wasm, or those in the variable `NEURONA_BACKENDS` (`cpu,wasm,webgpu`). Inside, the
 * backend is the current one. A backend that can't run here, or is listed in `skip`, is skipped with its reason in the title.
 * @param body - Declares the tests; called with the backend's name.
 * @example
 * forEachBackend(() => {
 *   it('adds', async () => {
 *     expectClose(await tensor([1, 2]).add(1).data(), [2, 3]);
 *   });
 * });
 */
export function forEachBackend(
  body: (name: string) => void,
  { skip = {} }: ForEachBackendOptions = {},
): void {
  for (const name of chosen) {
    const listed = skip[name];
    if (listed !== undefined) {
      describe.skip(`on ${name} (skipped: ${listed})`, () => body(name));
      continue;
    }
    // An asynchronous suite inside a plain one: whether the backend runs is known only now.
    describe(`on ${name}`, async () => {
      const outcome = await outcomeOf(name);
      if ('reason' in outcome) {
        describe.skip(`skipped: ${outcome.reason}`, () => body(name));
        return;
      }
      beforeAll(() => {
        setBackend(outcome.backend);
      });
      body(name);
    });
  }
}
