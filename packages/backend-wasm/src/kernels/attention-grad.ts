import { type FusedKernels, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { sightWords } from './attention-sight.js';

export const attentionGrad =
  (wasm: WasmRuntime): FusedKernels['attentionGrad'] =>
  (grad, { query, key, value }, { output, logSum }, options) => {
    const [queries, size] = query.shape.slice(-2) as [number, number];
    const [keys, width] = value.shape.slice(-2) as [number, number];
    const [dq, dk, dv] = [query, key, value].map(({ shape }) => wasm.make(shape, 'float32'));
    for (const sum of [dk!, dv!]) wasm.call.fillWords(wasm.at(sum), 0, sizeOf(sum.shape));
    const heads = sizeOf(key.shape.slice(0, -2));
    if (heads * queries === 0) return { query: dq!, key: dk!, value: dv! };
    const share = sizeOf(query.shape.slice(0, -2)) / heads;
    const scratch = wasm.scratch(wasm.call.attentionScratchBytes(keys));
    const [g, q, k, v, y, sums] = [grad, query, key, value, output, logSum].map((x) => wasm.at(x));
    const given = [g!, q!, k!, v!, y!, sums!] as const;
    const made = [wasm.at(dq!), wasm.at(dk!), wasm.at(dv!)] as const;
    const sizes = [queries, keys, size, width, share] as const;
    const sight = wasm.words(sightWords(wasm, heads * share, options));
    wasm.call.attentionGrad(...given, ...made, ...sizes, options.scale, sight, scratch, 0, heads);
    return { query: dq!, key: dk!, value: dv! };
  };
