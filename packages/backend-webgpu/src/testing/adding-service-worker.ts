import { webgpu } from '../webgpu.js';
import { upload, valuesOf } from './arrays.js';

addEventListener('message', async ({ ports }) => {
  try {
    const backend = await webgpu({ software: true }).create();
    const a = upload(backend, Float32Array.of(1, 2), [2]);
    const b = upload(backend, Float32Array.of(10, 20), [2]);
    const sum = backend.kernels.binary('add', a, b);
    ports[0]!.postMessage({ name: backend.name, sum: await valuesOf(backend, sum) });
    backend.dispose();
  } catch (error) {
    ports[0]!.postMessage(String(error));
  }
});
