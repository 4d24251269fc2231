import { afterEach, describe, expect, it } from 'vitest';
import { Backend } from './backend.js';
import { BackendError } from './errors.js';
import type { KernelTable } from './kernels.js';
import {
  type Availability,
  type BackendCandidate,
  currentBackend,
  devices,
  hasBackend,
  offerBackends,
  setBackend,
  useBackend,
} from './use-backend.js';

/** A device that holds nothing and can add one to the count of its calls. */
class Counter extends Backend {
  override readonly description = 'counts calls';

  constructor(override readonly name: string) {
    const fill: KernelTable['fill'] = (shape, _value, dtype) => ({ buffer: {}, shape, dtype });
    super({ fill } as KernelTable);
  }

  override write(): never {
    throw new Error('holds nothing');
  }
  override read(): never {
    throw new Error('holds nothing');
  }
  override assign(): void {}
  override free(): void {}
  override memory() {
    return { buffers: 0, bytes: 0 };
  }
  override async sync(): Promise<void> {}
  override dispose(): void {}
}

const runs: Availability = { available: true, description: 'counts calls' };
const candidate = (name: string, availability: Availability | Error, failure?: Error): BackendCandidate => ({
  name,
  async probe() {
    if (availability instanceof Error) throw availability;
    return availability;
  },
  async create() {
    if (failure) throw failure;
    return new Counter(name);
  },
});
const absent = candidate('webgpu', { available: false, reason: 'no adapter' });

const immediate = (name: string, failure?: Error) => ({
  ...candidate(name, runs, failure),
  start(): Backend {
    if (failure) throw failure;
    return new Counter(name);
  },
});

afterEach(() => {
  setBackend(undefined as unknown as Backend);
  offerBackends();
});

describe('useBackend', () => {
  it('chooses the first candidate that this machine can run', async () => {
    const chosen = await useBackend(absent, candidate('wasm', runs), candidate('cpu', runs));
    expect(chosen.name).toBe('wasm');
    expect(currentBackend()).toBe(chosen);
    expect(hasBackend()).toBe(true);
  });

  it('goes on when probing or starting fails', async () => {
    const broken = candidate('wasm', runs, new Error('out of memory'));
    expect((await useBackend(candidate('gpu', new Error('lost')), broken, candidate('cpu', runs))).name).toBe(
      'cpu',
    );
  });

  it("gives each candidate's reason when none runs", async () => {
    const broken = candidate('wasm', runs, new Error('out of memory'));
    const choice = useBackend(absent, broken, candidate('gpu', new Error('lost')));
    await expect(choice).rejects.toThrow(BackendError);
    await expect(choice).rejects.toThrow(
      '[useBackend] expected a backend that this machine can run, got none ' +
        '(webgpu: no adapter; wasm: out of memory; gpu: lost). ' +
        'Add wasm() from @neurona/backend-wasm or cpu() from @neurona/backend-cpu: they run everywhere.',
    );
    expect(hasBackend()).toBe(false);
  });

  it('says so when it was given nothing', async () => {
    await expect(useBackend()).rejects.toThrow(
      '[useBackend] expected a backend that this machine can run, got no candidates. ' +
        'Add wasm() from @neurona/backend-wasm or cpu() from @neurona/backend-cpu: they run everywhere.',
    );
  });

  it('keeps the choice when another fails', async () => {
    const first = await useBackend(candidate('cpu', runs));
    await expect(useBackend(absent)).rejects.toThrow(BackendError);
    expect(currentBackend()).toBe(first);
  });
});

describe('currentBackend', () => {
  it('says how to choose one when none was', () => {
    expect(() => currentBackend()).toThrow(BackendError);
    expect(() => currentBackend()).toThrow(
      '[currentBackend] expected a chosen backend, got none. ' +
        "Call await useBackend(wasm()), with wasm from '@neurona/backend-wasm', before making tensors.",
    );
  });
});

describe('offerBackends', () => {
  it('lets the first that can start at once start when it is needed', () => {
    offerBackends(candidate('webgpu', runs), immediate('wasm', new Error('forbidden')), immediate('cpu'));
    expect(hasBackend()).toBe(false);
    const started = currentBackend();
    expect(started.name).toBe('cpu');
    expect(currentBackend()).toBe(started);
  });

  it('gives the reasons when none starts', () => {
    offerBackends(candidate('webgpu', runs), immediate('wasm', new Error('forbidden')));
    expect(() => currentBackend()).toThrow('got none (wasm: forbidden).');
  });

  it('is what useBackend() chooses from, and leaves the choice to those who make one', async () => {
    offerBackends(candidate('webgpu', runs), immediate('cpu'));
    expect((await useBackend()).name).toBe('webgpu');
    expect((await useBackend(immediate('wasm'))).name).toBe('wasm');
    expect(currentBackend().name).toBe('wasm');
  });
});

describe('devices', () => {
  it('lists every candidate, and why one cannot run', async () => {
    expect(await devices(absent, candidate('cpu', runs), candidate('gpu', new Error('lost')))).toEqual([
      { name: 'webgpu', available: false, reason: 'no adapter' },
      { name: 'cpu', available: true, description: 'counts calls' },
      { name: 'gpu', available: false, reason: 'lost' },
    ]);
    expect(await devices()).toEqual([]);
  });

  it('asks candidates that are objects with state', async () => {
    const stateful = {
      name: 'stateful',
      reason: 'busy',
      async probe() {
        return { available: false as const, reason: this.reason };
      },
      create: () => Promise.reject(new Error('busy')),
    };
    expect(await devices(stateful)).toEqual([{ name: 'stateful', available: false, reason: 'busy' }]);
  });
});

describe('listen', () => {
  it('tells every listener of a call, its arguments and its result', () => {
    const backend = new Counter('cpu');
    const heard: unknown[] = [];
    const names: string[] = [];
    const stop = backend.listen((call) => heard.push(call));
    const stopNames = backend.listen(({ kernel }) => names.push(kernel));
    const result = backend.kernels.fill([2], 1, 'float32');
    stop();
    backend.kernels.fill([3], 0, 'int32');
    stopNames();
    backend.kernels.fill([4], 0, 'int32');
    expect(heard).toEqual([{ kernel: 'fill', args: [[2], 1, 'float32'], result }]);
    expect(names).toEqual(['fill', 'fill']);
  });

  it('leaves the plain table when nobody listens', () => {
    const backend = new Counter('cpu');
    const plain = backend.kernels;
    const stop = backend.listen(() => {});
    expect(backend.kernels).not.toBe(plain);
    stop();
    stop();
    expect(backend.kernels).toBe(plain);
  });
});
