import { describe, expect, it } from 'vitest';
import { webgpu } from './webgpu.js';

const availability = await webgpu({ software: true }).probe();
const title = availability.available ? 'a web worker' : `a web worker (skipped: ${availability.reason})`;

describe.skipIf(!availability.available)(title, () => {
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
