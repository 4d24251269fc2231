import { wasm } from '../wasm.js';

addEventListener('message', async ({ ports }) => {
  try {
    const backend = await wasm().create();
    const write = (...values: number[]) => backend.write(Float32Array.from(values), [2], 'float32');
    const sum = backend.kernels.binary('add', write(1, 2), write(10, 20));
    const values = Array.from(await backend.read({ ...sum, dtype: 'float32' }));
    ports[0]!.postMessage({ description: backend.description, sum: values });
  } catch (error) {
    ports[0]!.postMessage(String(error));
  }
});
