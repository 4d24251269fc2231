import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { noGrad, type Tensor, tensor } from '@neurona/tensor';
import type { Llama } from '@neurona/transformer';
import { currentClock } from '../clock.js';
import { pythonWithTorch, startTorch, type TorchProcess } from '../contenders/torch-process.js';
import type { Subject } from '../rounds.js';
import type { OnnxEngine } from './onnx-llama.js';

/** Somebody else who writes with the same model: a token after the prompt, and the prompt. */
export interface InferencePeer {
  readonly name: string;
  /** Logits of the token after the prompt. */
  readonly logits: readonly number[];
  readonly token: Subject['run'];
  readonly prompt: Subject['run'];
  close(): Promise<void>;
}

/** What all of them write with. */
export interface SharedModel {
  readonly model: Llama;
  readonly prompt: readonly number[];
  readonly threads: number;
}

/** Largest difference of a logit, by the largest logit: sums in another order. */
const logitTolerance = 1e-4;

const engines = ['onnxruntime-node', 'onnxruntime-web', 'transformers.js'] as const satisfies OnnxEngine[];

/**
 * PyTorch, and what runs the file that PyTorch exports: ONNX Runtime, native and in wasm, and transformers.js on the latter. Who
 * can't take part, or computes other logits, is told with the reason.
 */
export async function inferencePeers(
  shared: SharedModel,
  leaveOut: (name: string, reason: string) => void,
): Promise<InferencePeer[]> {
  const peers: InferencePeer[] = [];
  const expected = await logitsOf(shared);
  const admit = async <P extends InferencePeer>(
    name: string,
    make: () => Promise<P>,
  ): Promise<P | undefined> => {
    try {
      const peer = await make();
      const off = difference(peer.logits, expected);
      if (off <= logitTolerance) {
        peers.push(peer);
        return peer;
      }
      await peer.close();
      leaveOut(name, `its logits differ by ${off.toExponential(1)} of the largest`);
    } catch (error) {
      leaveOut(name, (error as Error).message);
    }
    return undefined;
  };
  await inFolder(async (folder) => {
    const torch = await admit('PyTorch', async () =>
      torchPeer(await torchLlama(shared, folder), shared.prompt),
    );
    const obstacle = torch
      ? await torch.export(join(folder, 'model.onnx'))
      : 'PyTorch exports the model, and has no row itself';
    for (const name of engines)
      if (obstacle) leaveOut(name, obstacle);
      else await admit(name, async () => (await import('./onnx-llama.js')).onnxLlama(name, folder, shared));
  });
  return peers;
}

async function logitsOf({ model, prompt }: SharedModel): Promise<ArrayLike<number>> {
  using tokens = tensor([[...prompt]], { dtype: 'int32' });
  const { logits, state } = noGrad(() => model.nextToken(tokens));
  for (const { keys, values } of state.layers.flat()) [keys, values].forEach((x) => x.dispose());
  using all = logits;
  return all.data();
}

/** The largest difference by the largest value. */
function difference(a: readonly number[], b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  const largest = (values: readonly number[]): number =>
    values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return largest(a.map((x, i) => x - b[i]!)) / largest(a);
}

async function inFolder<R>(body: (folder: string) => Promise<R>): Promise<R> {
  const folder = await mkdtemp(join(tmpdir(), 'neurona-bench-'));
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** PyTorch with the model's weights. */
async function torchLlama({ model, threads }: SharedModel, folder: string): Promise<TorchProcess> {
  const weights = join(folder, 'weights');
  const entries = Object.entries(model.stateDict()) as [string, Tensor][];
  const arrays = await Promise.all(entries.map(([, x]) => x.data() as Promise<Float32Array>));
  await writeFile(weights, arrays);
  const keys = entries.map(([key, { shape }]) => [torchKey(key), shape]);
  const program = fileURLToPath(import.meta.resolve('@neurona/bench/torch-llama.py'));
  const given = JSON.stringify({ config: model.config, threads, keys, weights });
  const torch = startTorch(pythonWithTorch(), [program, currentClock(), given], threads);
  await torch.nextLine();
  await rm(weights);
  return torch;
}

const torchKey = (key: string): string =>
  key.replace(/^model\./, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** PyTorch, which writes the file that the others read. */
interface TorchPeer extends InferencePeer {
  /** Writes the model as ONNX. Returns the reason where PyTorch can't. */
  export(file: string): Promise<string | undefined>;
}

async function torchPeer(torch: TorchProcess, prompt: readonly number[]): Promise<TorchPeer> {
  const timed = (what: 'token' | 'prompt') => async (times: number) =>
    Number(await torch.ask(JSON.stringify({ do: what, times })));
  return {
    name: 'PyTorch',
    logits: JSON.parse(await torch.ask(JSON.stringify({ logits: prompt }))),
    token: timed('token'),
    prompt: timed('prompt'),
    async export(onnx) {
      const obstacle: unknown = await torch
        .ask(JSON.stringify({ onnx }))
        .then(JSON.parse, (error: Error) => error.message);
      return obstacle ? `PyTorch could not export the model: ${obstacle}` : undefined;
    },
    close: () => torch.end(),
  };
}
