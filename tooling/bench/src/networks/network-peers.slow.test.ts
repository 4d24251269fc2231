import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { expect, it } from 'vitest';
import { networkPeers } from './network-peers.js';

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
