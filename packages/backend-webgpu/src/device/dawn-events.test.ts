import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { restBetweenEvents } from './dawn-events.js';

/** An event loop whose turns take a tenth of a millisecond. */
class Loop {
  turns = 0;
  #timers: { readonly at: number; readonly run: () => void }[] = [];

  readonly now = (): number => this.turns / 10;
  readonly setImmediate = (run: (...parameters: unknown[]) => void, ...parameters: unknown[]) =>
    this.setTimeout(() => run(...parameters), 0);
  readonly setTimeout = (run: () => void, ms: number) => {
    const timer = { at: this.now() + ms, run };
    this.#timers.push(timer);
    return timer;
  };
  readonly clearTimeout = (timer: unknown): void => {
    this.#timers = this.#timers.filter((other) => other !== timer);
  };

  turn(count: number): void {
    for (let i = 0; i < count; i++) {
      this.turns++;
      const due = this.#timers.filter(({ at }) => at <= this.now());
      this.#timers = this.#timers.filter((timer) => !due.includes(timer));
      for (const { run } of due) run();
    }
  }
}

/** A buffer that asks for its answers as each instance of Dawn does: by the global `setImmediate`, until all are there. */
class FakeBuffer {
  asked = 0;
  missing = 0;
  fails = false;
  #isAsking = false;

  mapAsync(...parameters: unknown[]): unknown[] {
    this.missing++;
    if (!this.#isAsking) this.#askLater();
    return parameters;
  }

  #askLater(): void {
    this.#isAsking = true;
    globalThis.setImmediate(() => {
      this.asked++;
      this.#isAsking = false;
      if (this.fails) throw new Error('lost');
      if (this.missing > 0) this.#askLater();
    });
  }
}

const GPUDevice = class {};
const GPUQueue = class {};
Object.assign(GPUDevice.prototype, { popErrorScope() {}, createComputePipelineAsync() {} });
Object.assign(GPUQueue.prototype, { onSubmittedWorkDone() {} });

describe('resting between the events of Dawn', () => {
  let loop: Loop;
  let buffer: FakeBuffer;

  beforeEach(() => {
    loop = new Loop();
    buffer = new FakeBuffer();
    vi.stubGlobal('setImmediate', loop.setImmediate);
    vi.stubGlobal('setTimeout', loop.setTimeout);
    vi.stubGlobal('clearTimeout', loop.clearTimeout);
    vi.spyOn(performance, 'now').mockImplementation(loop.now);
    const { mapAsync } = FakeBuffer.prototype;
    restBetweenEvents({ GPUBuffer: FakeBuffer, GPUDevice, GPUQueue });
    return () => {
      FakeBuffer.prototype.mapAsync = mapAsync;
    };
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('hands parameters and results through', () => {
    expect(buffer.mapAsync(1, 0, 256)).toEqual([1, 0, 256]);
  });

  it('asks at every turn at first', () => {
    buffer.mapAsync();
    loop.turn(4);
    expect(buffer.asked).toBe(4);
  });

  it('asks once a millisecond later, until the answer is there', () => {
    buffer.mapAsync();
    loop.turn(20);
    buffer.asked = 0;
    loop.turn(100);
    expect(buffer.asked).toBeGreaterThanOrEqual(9);
    expect(buffer.asked).toBeLessThanOrEqual(10);
    buffer.missing = 0;
    loop.turn(20);
    buffer.asked = 0;
    loop.turn(100);
    expect(buffer.asked).toBe(0);
  });

  it('asks at once for a new call while it rests', () => {
    buffer.mapAsync();
    loop.turn(20);
    buffer.asked = 0;
    buffer.mapAsync();
    loop.turn(4);
    expect(buffer.asked).toBe(4);
  });

  it('asks for each instance of Dawn', () => {
    const other = new FakeBuffer();
    for (const each of [buffer, other]) each.mapAsync();
    loop.turn(40);
    for (const each of [buffer, other]) each.asked = 0;
    loop.turn(100);
    expect(buffer.asked).toBeGreaterThanOrEqual(9);
    expect(other.asked).toBe(buffer.asked);
  });

  it('leaves setImmediate to all other code', () => {
    const found: boolean[] = [];
    buffer.mapAsync();
    expect(globalThis.setImmediate).toBe(loop.setImmediate);
    globalThis.setImmediate(() => found.push(Object.is(globalThis.setImmediate, loop.setImmediate)));
    loop.turn(20);
    expect(found).toEqual([true]);
    expect(globalThis.setImmediate).toBe(loop.setImmediate);
  });

  it('asks for the other instances when one fails', () => {
    const failing = new FakeBuffer();
    failing.fails = true;
    failing.mapAsync();
    buffer.mapAsync();
    expect(() => loop.turn(1)).toThrow('lost');
    loop.turn(1);
    expect(buffer.asked).toBe(1);
  });

  it('leaves calls with parameters to setImmediate', () => {
    const found: unknown[] = [];
    const other = class {
      mapAsync(): void {
        globalThis.setImmediate((...parameters: unknown[]) => found.push(...parameters), 1, 2);
      }
    };
    restBetweenEvents({ GPUBuffer: other, GPUDevice, GPUQueue });
    new other().mapAsync();
    loop.turn(1);
    expect(found).toEqual([1, 2]);
  });

  it('gives setImmediate back when a call fails', () => {
    const failing = class {
      mapAsync(): never {
        throw new Error('mapped already');
      }
    };
    restBetweenEvents({ GPUBuffer: failing, GPUDevice, GPUQueue });
    expect(() => new failing().mapAsync()).toThrow('mapped already');
    expect(globalThis.setImmediate).toBe(loop.setImmediate);
  });
});
