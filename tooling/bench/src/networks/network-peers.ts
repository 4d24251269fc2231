import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seconds } from '../clock.js';
import type { TorchProcess } from '../contenders/torch-process.js';
import type { Subject } from '../rounds.js';
import type { GenerativeWork } from './generative-work.js';
import { fusedParameters, type NetworkWork } from './network-work.js';

/** Somebody else who does the work. */
export interface NetworkPeer extends Subject {
  close(): unknown;
}

/** TensorFlow.js and ONNX Runtime at an inference; who can't take part is told with the reason. */
export async function networkPeers(
  work: NetworkWork,
  torch: TorchProcess | undefined,
  leaveOut: (name: string, reason: string) => void,
): Promise<NetworkPeer[]> {
  const file = await onnxFile(work, torch);
  const onnx = (runtime: 'onnxruntime-node' | 'onnxruntime-web') => async () => {
    if (!file) throw new Error('PyTorch exports the network, and there is none');
    return (await import('./onnx-network.js')).onnxNetwork(runtime, file, work);
  };
  const makers = {
    'onnxruntime-node': onnx('onnxruntime-node'),
    'onnxruntime-web': onnx('onnxruntime-web'),
    'tfjs wasm': async () => {
      const network = await (await import('./tfjs-networks.js')).tfjsNetwork(work);
      if (network.parameters === fusedParameters(work.network)) return network;
      throw new Error(`its ${work.network} has ${network.parameters} parameters`);
    },
  };
  return whoCan(makers, leaveOut);
}

/** Who can be made ready; the others are told with the reason. */
async function whoCan(
  makers: Readonly<Record<string, () => Promise<{ run(): unknown; close(): unknown }>>>,
  leaveOut: (name: string, reason: string) => void,
): Promise<NetworkPeer[]> {
  const peers: NetworkPeer[] = [];
  for (const [name, make] of Object.entries(makers)) {
    try {
      const { run, close } = await make();
      peers.push({ name, close, run: (times) => timed(run, times) });
    } catch (error) {
      leaveOut(name, (error as Error).message);
    }
  }
  return peers;
}

const longest = 20; // seconds of a step, beyond which nobody waits for it

/** TensorFlow.js and jax-js at a training step of a network that draws; who can't take part is told with the reason. */
export const generativePeers = (
  work: GenerativeWork,
  parameters: number,
  leaveOut: (name: string, reason: string) => void,
): Promise<NetworkPeer[]> =>
  whoCan(
    {
      'tfjs wasm': async () => {
        await (await import('./tfjs-networks.js')).tryFilterGradient();
        throw new Error('nobody wrote these networks for it');
      },
      'jax-js': async () => {
        if (work.network === 'dcgan')
          // nothing ends a compilation that has begun
          throw new Error('its step of four examples did not end in 28 s of processor time');
        const { jaxGenerator } = await import('./jax-generative.js');
        const few = await jaxGenerator({ ...work, batch: 2 }, parameters);
        await few.run(); // compiles it
        const step = (work.batch / 2) * (await timed(few.run, 1));
        few.close();
        if (step < longest) return jaxGenerator(work, parameters);
        throw new Error(`by two examples, a step would take ${step.toFixed(0)} s`);
      },
    },
    leaveOut,
  );

/** Seconds of some runs. */
export async function timed(run: () => unknown, times: number): Promise<number> {
  const start = seconds();
  for (let i = 0; i < times; i++) await run();
  return seconds() - start;
}

/** The network as PyTorch exports it, channels first and norms folded. */
async function onnxFile(work: NetworkWork, torch: TorchProcess | undefined): Promise<Uint8Array | undefined> {
  if (!torch) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'neurona-bench-'));
  try {
    const onnx = join(folder, 'network.onnx');
    await torch.ask(JSON.stringify({ ...work, onnx }));
    return await readFile(onnx);
  } finally {
    await rm(folder, { recursive: true });
  }
}
