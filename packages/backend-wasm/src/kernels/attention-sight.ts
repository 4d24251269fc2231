// internal
import type { AttentionOptions } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

const none = 2 ** 31 - 1;

/** What queries of so many heads see, as the words of the class `Sight` of assembly/attention-sight.ts. */
export function sightWords(wasm: WasmRuntime, heads: number, options: AttentionOptions): number[] {
  const { causal, offset = 0, window = none, allowed, dropout } = options;
  const seen = [Number(causal), Math.min(offset, none >> 1), Math.min(window, none)];
  const mask = allowed ? [wasm.at(allowed), heads / allowed.shape[0]!] : [0, 1];
  if (!dropout) return [...seen, ...mask, 0, 0, 0, 0, 0, 0];
  const { probability, seed, offset: counter } = dropout;
  const [factor] = new Int32Array(Float32Array.of(1 / (1 - probability)).buffer);
  const dropped = Math.ceil(Math.fround(probability) * 2 ** 24); // numbers below p, of 24 bits
  return [...seen, ...mask, dropped, factor!, ...halves(seed), ...halves(counter)];
}

const halves = (value: number): [low: number, high: number] => [value % 2 ** 32, Math.floor(value / 2 ** 32)];
