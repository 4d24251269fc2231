import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { expect, it } from 'vitest';
import { generativePeers, networkPeers } from './network-peers.js';

it('lets TensorFlow.js do an inference of a network of our size, and says who could not and why', async () => {
  await useBackend(wasm());
  const absent: string[] = [];
  const work = { network: 'mobilenet_v2', kind: 'inference', batch: 1, size: 32 } as const;
  const peers = await networkPeers(work, undefined, (name, reason) => absent.push(`${name}: ${reason}`));
  expect(peers.map(({ name }) => name)).toEqual(['tfjs wasm']);
  expect(await peers[0]!.run(1)).toBeGreaterThan(0);
  expect(absent).toEqual([
    'onnxruntime-node: PyTorch exports the network, and there is none',
    'onnxruntime-web: PyTorch exports the network, and there is none',
  ]);
  for (const peer of peers) await peer.close();
});

it('lets jax-js do a training step of a network that draws, and says why TensorFlow.js could not', async () => {
  const absent: string[] = [];
  const work = { network: 'conv_autoencoder', kind: 'training', batch: 2, size: 28 } as const;
  const peers = await generativePeers(work, 109_023, (name, reason) => absent.push(`${name}: ${reason}`));
  expect(absent).toEqual(["tfjs wasm: Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'"]);
  expect(peers.map(({ name }) => name)).toEqual(['jax-js']);
  expect(await peers[0]!.run(1)).toBeGreaterThan(0);
  for (const peer of peers) await peer.close();
});
