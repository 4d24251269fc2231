import { devices } from '@neurona/backend';
import { wasm } from '../wasm.js';

// Tells the page around what runs under its policy.
const found = await devices(wasm({ threads: 2 }));
const started = await wasm({ threads: 2 })
  .create()
  .then(
    (backend) => backend.description,
    (error: Error) => error.message,
  );
parent.postMessage({ found, started }, '*');
