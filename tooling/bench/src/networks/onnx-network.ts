import type { InferenceSession } from 'onnxruntime-node';

/** The packages of ONNX Runtime: native code, and WebAssembly. */
export type OnnxRuntime = 'onnxruntime-node' | 'onnxruntime-web';

const options: Readonly<Record<OnnxRuntime, InferenceSession.SessionOptions>> = {
  'onnxruntime-node': { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
  'onnxruntime-web': { executionProviders: ['wasm'] },
};

/** A network in ONNX Runtime that is ready to work. */
export interface OnnxNetwork {
  run(): Promise<void>;
  close(): Promise<void>;
}

/** Inference of an ONNX file whose input is `[batch, 3, size, size]`, on one thread. */
export async function onnxNetwork(
  runtime: OnnxRuntime,
  file: Uint8Array,
  { batch, size }: { readonly batch: number; readonly size: number },
): Promise<OnnxNetwork> {
  const ort = (await load[runtime]()) as typeof import('onnxruntime-node');
  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(file, options[runtime]);
  const x = new ort.Tensor('float32', new Float32Array(batch * 3 * size * size).fill(0.5), [
    batch,
    3,
    size,
    size,
  ]);
  const run = async () => {
    await session.run({ [session.inputNames[0]!]: x });
  };
  await run();
  return { run, close: () => session.release() };
}

const load: Readonly<Record<OnnxRuntime, () => Promise<unknown>>> = {
  'onnxruntime-node': () => import('onnxruntime-node'),
  'onnxruntime-web': () => import('onnxruntime-web'),
};
