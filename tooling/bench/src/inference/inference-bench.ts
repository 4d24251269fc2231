import { currentBackend, type DeviceArray } from '@neurona/backend';
import { quantize } from '@neurona/layers';
import { manualSeed, memoryScope, noGrad, randint, type Tensor } from '@neurona/tensor';
import { Llama, type LlamaConfig } from '@neurona/transformer';
import { seconds } from '../clock.js';
import { countTokenDispatches, type Dispatches } from '../dispatches.js';
import { type Effort, type Measurement, measureInTurn, type Subject } from '../rounds.js';
import { type InferencePeer, inferencePeers } from './inference-peers.js';

/** A language model that writes, and how many tokens it has read before. */
export interface InferenceCase {
  readonly config: LlamaConfig;
  readonly prompt: number;
}

/** Who writes with the same weights of float32, neurona first: each has its turns between those of the others. */
export interface InferenceFinisher {
  readonly token: Measurement;
  readonly prompt: Measurement;
}

/** One kind of weights: the seconds of a token and of a prompt. */
export interface InferenceWay extends InferenceFinisher {
  /** Bytes of weights that are read for a token. */
  readonly bytes: number;
}

/** Who takes part besides: threads of each, and whether there are peers at all. */
export interface InferencePeersOptions {
  readonly threads: number;
  readonly withPeers: boolean;
}

/** What a model of each kind of weights takes, beside memory that is only read. */
export interface InferenceResult extends InferenceCase {
  readonly parameters: number;
  /** Bytes a second, the more of a sum and of a product with a row, over 512 MB. */
  readonly bandwidth: number;
  readonly ways: readonly InferenceWay[];
  readonly finishers: readonly InferenceFinisher[];
  /** Who could not take part, and why. */
  readonly absent: readonly { readonly name: string; readonly reason: string }[];
  /** Of a token on WebGPU. */
  readonly dispatches: Dispatches;
}

const kinds = [
  ['float32', undefined],
  ['16 bits', 16],
  ['8 bits', 8],
  ['4 bits', 4],
] as const;

/**
 * Measures a Llama of random weights on the chosen backend: a token with a cache of keys and values, and a prompt. Then with float32 once
 * more, in turn with peers that have the same weights: threads of theirs wait for work at full speed for a while.
 */
export async function measureInference(
  what: InferenceCase,
  effort: Effort,
  { threads, withPeers }: InferencePeersOptions,
): Promise<InferenceResult> {
  const { config, prompt } = what;
  const bandwidth = await measureBandwidth(effort);
  const ways: InferenceWay[] = [];
  const finishers: InferenceFinisher[] = [];
  const absent: { name: string; reason: string }[] = [];
  let parameters = 0;
  for (const [name, bits] of kinds) {
    manualSeed(1);
    const model = new Llama(config).eval();
    parameters = model.parameters().reduce((sum, { size }) => sum + size, 0);
    if (bits) quantize(model, { bits });
    const table = model.model.embedTokens.weight.size; // a row of which is read
    const sizes = Object.values(model.stateDict()).map(({ size }) => size);
    const bytes = 4 * (sizes.reduce((sum, size) => sum + size, 0) - table);
    const text = randint(0, config.vocabSize, [1, prompt]);
    const next = randint(0, config.vocabSize, [1, 1]);
    const { logits, state } = noGrad(() => model.nextToken(text));
    logits.dispose();
    const ours = {
      name: 'neurona',
      token: repeated(() => model.nextToken(next, { state }).logits),
      prompt: repeated(() => model.nextToken(text).logits),
    };
    const [alone] = await measureWriters([{ ...ours, name }], effort);
    ways.push({ ...alone!, bytes });
    if (!bits && withPeers) {
      const shared = { model, prompt: [...((await text.data()) as Int32Array)], threads };
      const peers = await inferencePeers(shared, (who, reason) => absent.push({ name: who, reason }));
      finishers.push(...(await measureWriters([ours, ...peers], effort)));
      for (const peer of peers) await peer.close();
    }
    for (const { keys, values } of state.layers.flat()) [keys, values].forEach((x) => x.dispose());
    model.dispose();
    for (const x of [text, next]) x.dispose();
  }
  const dispatches = await countTokenDispatches(() => new Llama(narrow(config)), prompt);
  return { ...what, parameters, bandwidth, ways, finishers, absent, dispatches };
}

/** A token and a prompt of each, in turn. */
async function measureWriters(
  writers: readonly Pick<InferencePeer, 'name' | 'token' | 'prompt'>[],
  effort: Effort,
): Promise<InferenceFinisher[]> {
  const subjects = writers.flatMap(({ name, token, prompt }) => [
    { name, run: token },
    { name, run: prompt },
  ]);
  const all = await measureInTurn(subjects, effort);
  return writers.map((_, i) => ({ token: all[2 * i]!, prompt: all[2 * i + 1]! }));
}

/** A model as deep, whose heads have 8 features: as many dispatches, in a fraction of the time. */
function narrow({ numHeads, ...config }: LlamaConfig): LlamaConfig {
  return { ...config, numHeads, vocabSize: 64, embedDim: 8 * numHeads, feedForwardDim: 16 * numHeads };
}

async function measureBandwidth(effort: Effort): Promise<number> {
  const { kernels } = currentBackend();
  const backend = currentBackend();
  const elements = 2 ** 27; // 512 MB, which no cache holds
  const side = 2 ** 12;
  const x = kernels.fill([side, elements / side], 1, 'float32');
  const row = kernels.fill([1, side], 1, 'float32');
  const timed =
    (body: () => DeviceArray): Subject['run'] =>
    async (repetitions) => {
      const began = seconds();
      for (let i = 0; i < repetitions; i++) backend.free(body());
      return seconds() - began;
    };
  const ways = await measureInTurn(
    [
      { name: 'sum', run: timed(() => kernels.reduce('sum', x, [0, 1])) },
      { name: 'product with a row', run: timed(() => kernels.matmul(row, x, {})) },
    ],
    effort,
  );
  for (const array of [x, row]) backend.free(array);
  return (4 * elements) / Math.min(...ways.map(({ range }) => range[0]));
}

const repeated =
  (body: () => Tensor): Subject['run'] =>
  async (repetitions) => {
    const began = seconds();
    for (let i = 0; i < repetitions; i++) {
      using _scope = memoryScope();
      noGrad(body);
    }
    return seconds() - began;
  };
