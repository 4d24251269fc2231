// internal: keys and values as inputs and outputs of ONNX files
import type { ONNXInput } from '@neurona/checkpoints';
import type { Tensor } from '@neurona/tensor';
import type { KeyValues } from '../attention/key-value-state.js';

/** Inputs of keys and values `[N, heads, length, size]` of each layer, named by what stands before and after the layer's number. */
export const pastInputs = (
  layers: number,
  [before, after]: readonly [string, string],
  [heads, size]: readonly [number, number],
  length: string,
): ONNXInput[] =>
  Array.from({ length: layers }, (_, i) =>
    ['key', 'value'].map((part) => ({
      name: `${before}${i}${after}${part}`,
      shape: [1, heads, 2, size],
      axes: { 0: 'batch_size', 2: length },
    })),
  ).flat();

/** Keys and values under their names in files. */
export const layerOutputs = ({
  keys,
  values,
}: KeyValues): { readonly key: Tensor; readonly value: Tensor } => ({
  key: keys,
  value: values,
});
