import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { sightWords } from './attention-sight.js';

export const attention =
  (wasm: WasmRuntime): FusedKernels['attention'] =>
  ({ query, key, value }, options) => {
    const [queries, size] = query.shape.slice(-2) as [number, number];
    const [keys, width] = value.shape.slice(-2) as [number, number];
    const leading = query.shape.slice(0, -2);
    const output = wasm.make([...leading, queries, width], 'float32');
    const logSum = wasm.make([...leading, queries], 'float32');
    const heads = sizeOf(leading);
    if (heads * queries === 0) return { output, logSum };
    const share = heads / sizeOf(key.shape.slice(0, -2));
    const scratch = wasm.scratch(wasm.call.attentionScratchBytes(keys));
    const arrays = [wasm.at(query), wasm.at(key), wasm.at(value), wasm.at(output), wasm.at(logSum)] as const;
    const units = heads * Math.ceil(queries / 32);
    const sizes = [queries, keys, size, width, share] as const;
    const sight = wasm.words(sightWords(wasm, heads, options));
    wasm.call.attention(...arrays, ...sizes, options.scale, sight, scratch, 0, units);
    return { output, logSum };
  };
