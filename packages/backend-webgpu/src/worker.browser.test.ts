import { describe, expect, it } from 'vitest';
import { webgpu } from './webgpu.js';

const availability = await webgpu({ software: true }).probe();
const title = (where: string) =>
  availability.available ? where : `${where} (skipped: ${availability.reason})`;

describe.skipIf(!availability.available)(title('a web worker'), () => {
  it('computes with WebGPU', async () => {
    const worker = new Worker(new URL('./testing/adding-worker.ts', import.meta.url), { type: 'module' });
    const answer = await new Promise((resolve, reject) => {
      worker.onmessage = (event) => resolve(event.data);
      worker.onerror = (event) => reject(new Error(event.message));
    });
    worker.terminate();
    expect(answer).toEqual({ name: 'webgpu', sum: [11, 22] });
  });
});

describe.skipIf(!availability.available)(title('a service worker'), () => {
  it('computes with WebGPU', async () => {
    const script = new URL('./testing/adding-service-worker.ts', import.meta.url);
    const registration = await navigator.serviceWorker.register(script, { type: 'module' });
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise((resolve) => {
      port1.onmessage = (event) => resolve(event.data);
    });
    (registration.installing ?? registration.active)!.postMessage('add', [port2]);
    expect(await answer).toEqual({ name: 'webgpu', sum: [11, 22] });
    await registration.unregister();
  });
});
