import { type DeviceArray, type Shape, sizeOf } from '@neurona/backend';
import type { WasmRuntime } from './runtime.js';
import { planWalk } from './walk.js';

/** One side of a copy: where the first element is, in elements from the start, and how far apart neighbours are. */
export interface Side {
  readonly array: DeviceArray;
  readonly offset: number;
  readonly strides: readonly number[];
}

/** Copies a box of elements from one array to another of the same dtype. */
export function copyStrided(wasm: WasmRuntime, shape: Shape, from: Side, to: Side): void {
  if (sizeOf(shape) === 0) return;
  const unit = from.array.dtype === 'bool' ? 0 : 2;
  const source = wasm.at(from.array) + from.offset * 2 ** unit;
  const target = wasm.at(to.array) + to.offset * 2 ** unit;
  const walk = planWalk(shape, from.strides, to.strides);
  const words = unit === 2 ? matricesFirst(walk.words) : undefined;
  if (words) wasm.call.transposeStrided(source, target, wasm.words(words), walk.ndim);
  else wasm.call.copyStrided(source, target, unit, wasm.words(walk.words), walk.ndim);
}

/**
 * Where the target's rows lie across the source's, the axes ordered so that the two innermost are matrices to transpose; undefined
 * where a plain walk is as good.
 */
function matricesFirst(words: readonly number[]): readonly number[] | undefined {
  if (words[2] !== 1 || words[1] === 1 || words[1] === 0) return undefined;
  for (let axis = 5; axis < words.length; axis += 5) {
    if (words[axis + 1] !== 1 || words[axis]! < 4) continue;
    return [
      ...words.slice(0, 5),
      ...words.slice(axis, axis + 5),
      ...words.slice(5, axis),
      ...words.slice(axis + 5),
    ];
  }
  return undefined;
}
