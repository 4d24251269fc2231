import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

export const blockAttention =
  (wasm: WasmRuntime): FusedKernels['blockAttention'] =>
  (query, blocks, { scale, allowed }) => {
    const [queries, size] = query.shape.slice(-2) as [number, number];
    const width = blocks[0]!.value.shape.at(-1)!;
    const leading = query.shape.slice(0, -2);
    const heads = sizeOf(leading);
    const out = wasm.make([...leading, queries, width], 'float32');
    if (heads * queries * width === 0) return out;
    let keys = 0;
    const places: number[] = [];
    for (const { key, value } of blocks) {
      const length = key.shape.at(-2)!;
      places.push(wasm.at(key), wasm.at(value), length);
      keys += length;
    }
    const words = wasm.words(places);
    const bytes = wasm.call.blockAttentionScratchBytes(keys);
    const scratch = wasm.scratch(0, bytes);
    const share = allowed ? heads / allowed.shape[0]! : heads;
    const arrays = [wasm.at(query), words, allowed ? wasm.at(allowed) : 0, wasm.at(out)] as const;
    const sizes = [blocks.length, keys, queries, size, width, share, scale] as const;
    wasm.call.blockAttention(...arrays, ...sizes, scratch, 0, heads);
    return out;
  };
