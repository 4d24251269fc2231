import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { seconds } from '../clock.js';
import type { InferencePeer, SharedModel } from './inference-peers.js';

/** What runs an ONNX file: ONNX Runtime's native code, its WebAssembly, and transformers.js on that. */
export type OnnxEngine = 'onnxruntime-node' | 'onnxruntime-web' | 'transformers.js';

type Feeds = Readonly<Record<string, Tensor>>;

/** Reads tokens, after those whose keys and values are `past`, and returns what the file's graph does. */
interface Reader {
  read(tokens: readonly number[], past?: Feeds): Promise<Feeds>;
  close(): Promise<void>;
}

/** The model of `model.onnx` in a folder. */
export async function onnxLlama(
  engine: OnnxEngine,
  folder: string,
  shared: SharedModel,
): Promise<InferencePeer> {
  const { prompt } = shared;
  const reader = await readers[engine](folder, shared);
  const { logits, ...present } = await reader.read(prompt).catch(async (error: unknown) => {
    await reader.close();
    throw error;
  });
  const past = Object.fromEntries(
    Object.entries(present).map(([name, x]) => [name.replace('present', 'past_key_values'), x]),
  );
  const timed = (run: () => Promise<unknown>) => async (times: number) => {
    const start = seconds();
    for (let i = 0; i < times; i++) await run();
    return seconds() - start;
  };
  return {
    name: engine,
    logits: [...(logits!.data as Float32Array)],
    token: timed(() => reader.read(prompt.slice(-1), past)),
    prompt: timed(() => reader.read(prompt)),
    close: () => reader.close(),
  };
}

type MakeReader = (folder: string, shared: SharedModel) => Promise<Reader>;

const runtime =
  (load: () => Promise<unknown>): MakeReader =>
  async (folder, { model, prompt, threads }) => {
    const ort = (await load()) as typeof import('onnxruntime-node');
    ort.env.wasm.numThreads = threads;
    const options: InferenceSession.SessionOptions = { intraOpNumThreads: threads, interOpNumThreads: 1 };
    const session = await ort.InferenceSession.create(await readFile(join(folder, 'model.onnx')), options);
    const { numHeads, numKeyValueHeads = numHeads, embedDim } = model.config;
    const none = new ort.Tensor('float32', new Float32Array(), [1, numKeyValueHeads, 0, embedDim / numHeads]);
    const names = session.inputNames.filter((name) => name.startsWith('past_key_values'));
    const noPast = Object.fromEntries(names.map((name) => [name, none]));
    const integers = (values: readonly number[]) =>
      new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    return {
      read(tokens, past) {
        const before = past ? prompt.length : 0;
        const all = Array.from({ length: before + tokens.length }, (_, i) => i);
        return session.run({
          input_ids: integers(tokens),
          attention_mask: integers(all.map(() => 1)),
          position_ids: integers(all.slice(before)),
          ...(past ?? noPast),
        }) as Promise<Feeds>;
      },
      close: () => session.release(),
    };
  };

/** Where transformers.js looks for a runtime in place of the native one, which is measured by itself. */
const inPlaceOfNative = Symbol.for('onnxruntime');

const readers: Readonly<Record<OnnxEngine, MakeReader>> = {
  'onnxruntime-node': runtime(() => import('onnxruntime-node')),
  'onnxruntime-web': runtime(() => import('onnxruntime-web')),
  async 'transformers.js'(folder, { model: ours, prompt, threads }) {
    const ort = await import('onnxruntime-web');
    ort.env.wasm.numThreads = threads;
    const global = globalThis as { [inPlaceOfNative]?: typeof ort };
    global[inPlaceOfNative] = ort;
    const { env, LlamaForCausalLM, Tensor } = await import('@huggingface/transformers').catch(
      (error: unknown) => {
        delete global[inPlaceOfNative];
        throw error;
      },
    );
    const { vocabSize, embedDim, numLayers, numHeads, numKeyValueHeads = numHeads } = ours.config;
    const config = {
      model_type: 'llama',
      architectures: ['LlamaForCausalLM'],
      vocab_size: vocabSize,
      hidden_size: embedDim,
      num_hidden_layers: numLayers,
      num_attention_heads: numHeads,
      num_key_value_heads: numKeyValueHeads,
    };
    const files: Readonly<Record<string, () => Promise<BodyInit>>> = {
      'config.json': async () => JSON.stringify(config),
      'generation_config.json': async () => '{}',
      'model.onnx': () => readFile(join(folder, 'model.onnx')),
    };
    const match = async (path: string) => {
      const file = files[path.slice(path.lastIndexOf('/') + 1)];
      return file && new Response(await file());
    };
    const { useWasmCache, allowRemoteModels, useCustomCache, customCache } = env;
    const settings = { useWasmCache, allowRemoteModels, useCustomCache, customCache };
    Object.assign(env, { useWasmCache: false, allowRemoteModels: false, useCustomCache: true });
    env.customCache = { match, put: async () => {} };
    const restore = () => {
      delete global[inPlaceOfNative];
      Object.assign(env, settings);
    };
    const loading = LlamaForCausalLM.from_pretrained('llama', { device: 'auto', dtype: 'fp32' });
    const model = await loading.catch((error: unknown) => {
      restore();
      throw error;
    });
    const integers = (values: readonly number[]) =>
      new Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
    return {
      async read(tokens, past) {
        const length = (past ? prompt.length : 0) + tokens.length;
        return model.forward({
          input_ids: integers(tokens),
          attention_mask: integers(new Array<number>(length).fill(1)),
          past_key_values: past ?? null,
        });
      },
      async close() {
        await model.dispose().finally(restore);
      },
    };
  },
};
