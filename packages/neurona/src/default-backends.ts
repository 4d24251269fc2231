import { currentBackend, offerBackends } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { wasm } from '@neurona/backend-wasm';
import { webgpu } from '@neurona/backend-webgpu';

offerBackends(webgpu(), wasm(), cpu());

/**
 * Says on which backend tensors live. Where none was chosen this is its first use, so that one is chosen: WebAssembly, or plain JavaScript
 * where that is forbidden. A GPU can't be had without waiting for it: `await useBackend()`.
 * @example
 * describeBackend(); // => 'cpu: plain JavaScript, one thread'
 */
export function describeBackend(): string {
  const { name, description } = currentBackend();
  return `${name}: ${description}`;
}
