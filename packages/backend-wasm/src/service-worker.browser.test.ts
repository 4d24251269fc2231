import { expect, it } from 'vitest';

it('a service worker, which may load nothing later, computes with one thread', async () => {
  const script = new URL('./testing/adding-service-worker.ts', import.meta.url);
  const registration = await navigator.serviceWorker.register(script, { type: 'module' });
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => {
    port1.onmessage = (event) => resolve(event.data);
  });
  (registration.installing ?? registration.active)!.postMessage('add', [port2]);
  expect(await answer).toEqual({ description: 'WebAssembly relaxed SIMD, one thread', sum: [11, 22] });
  await registration.unregister();
});
