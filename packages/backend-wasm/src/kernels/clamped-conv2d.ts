import type { FusedKernels } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';
import { convolve } from './conv2d.js';

export const clampedConv2d =
  (wasm: WasmRuntime): FusedKernels['clampedConv2d'] =>
  (x, w, geometry, finish) => {
    const out = wasm.make(geometry.outputShape, 'float32');
    const bias = finish.scale ? undefined : finish.shift;
    convolve(wasm, { x, w, out }, geometry, { bias, finish });
    return out;
  };
