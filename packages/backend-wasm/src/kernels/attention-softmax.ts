import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const attentionSoftmax =
  (wasm: WasmRuntime): FusedKernels['attentionSoftmax'] =>
  (x, { scale, causal, allowed }) => {
    const out = wasm.make(x.shape, 'float32');
    const [queries, keys] = x.shape.slice(-2) as [number, number];
    const [parts, maskQueries] = (allowed?.shape ?? [1, 1]) as [number, number];
    if (sizeOf(x.shape) === 0) return out;
    wasm.call.attentionSoftmax(
      wasm.at(x),
      allowed ? wasm.at(allowed) : 0,
      wasm.at(out),
      sizeOf(x.shape.slice(0, -2)),
      queries,
      keys,
      parts,
      maskQueries,
      scale,
      causal,
      0,
      sizeOf(x.shape) / keys,
    );
    return out;
  };
