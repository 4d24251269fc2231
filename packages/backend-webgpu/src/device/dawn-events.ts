// internal
type Method = (this: unknown, ...parameters: unknown[]) => unknown;

/** Methods whose answers Dawn has to ask the device for. */
const asynchronous = {
  GPUBuffer: ['mapAsync'],
  GPUDevice: ['popErrorScope', 'createComputePipelineAsync'],
  GPUQueue: ['onSubmittedWorkDone'],
};

/** For so long after a call Dawn may ask at every turn of the event loop; later once in `restMs`. */
const eagerMs = 0.5;
const restMs = 1;

/**
 * Keeps Dawn from taking a whole core while the device computes: as long as an answer is missing, it asks for it by
 * `setImmediate`, so at every turn of Node's event loop. Dawn reads `setImmediate` from the global object in each call, so
 * for the time of these calls, and never while other code runs, another function stands there.
 */
export function restBetweenEvents(classes: Record<string, unknown>): void {
  const { setImmediate, setTimeout, clearTimeout } = globalThis;
  const waiting: (() => void)[] = []; // one of each instance of Dawn
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastCall = 0;

  const ask = (): void => {
    timer = undefined;
    const calls = waiting.splice(0);
    try {
      while (calls.length > 0) scheduling(calls.shift()!);
    } finally {
      for (const next of calls) schedule(next); // one has thrown
    }
  };
  const schedule = (next: (...parameters: unknown[]) => void, ...parameters: unknown[]): unknown => {
    if (parameters.length > 0) return setImmediate(next, ...parameters);
    if (waiting.push(next) > 1) return;
    if (performance.now() - lastCall < eagerMs) setImmediate(ask);
    else timer = setTimeout(ask, restMs);
  };
  const scheduling = <R>(call: () => R): R => {
    const { setImmediate } = globalThis;
    globalThis.setImmediate = schedule as unknown as typeof setImmediate;
    try {
      return call();
    } finally {
      globalThis.setImmediate = setImmediate;
    }
  };
  const hurry = (): void => {
    lastCall = performance.now();
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    setImmediate(ask);
  };

  for (const [name, methods] of Object.entries(asynchronous)) {
    const { prototype } = classes[name] as { prototype: Record<string, Method> };
    for (const method of methods) {
      const original = prototype[method]!;
      prototype[method] = function (...parameters) {
        hurry();
        return scheduling(() => original.apply(this, parameters));
      };
    }
  }
}
