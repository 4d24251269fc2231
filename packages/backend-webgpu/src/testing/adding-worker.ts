import { webgpu } from '../webgpu.js';
import { upload, valuesOf } from './arrays.js';

const backend = await webgpu({ software: true }).create();
const a = upload(backend, Float32Array.of(1, 2), [2]);
const b = upload(backend, Float32Array.of(10, 20), [2]);
const sum = backend.kernels.binary('add', a, b);
self.postMessage({ name: backend.name, sum: await valuesOf(backend, sum) });
backend.dispose();
