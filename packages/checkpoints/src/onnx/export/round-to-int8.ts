import { sizeOf, type TypedArray } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { type AnyModule, checkModule } from '@neurona/layers';
import { noGrad, scoped, tensor } from '@neurona/tensor';
import { toHostArrays } from '../../safetensors/save-safetensors.js';
import { type ExportONNXOptions, graphFor, type ONNXInput } from './export-onnx.js';
import { eachChannel, quantizedWeights, scaleOf } from './quantize.js';

/**
 * Rounds a model's weights to what `exportONNX` with `quantize: 'int8'` stores, so that what that costs can be measured before.
 *
 *     w ← round(w / scale) · scale        scale = max |w| / 127 over each output channel
 * @param inputs - As for `exportONNX`; the weights are those that the file has.
 * @returns Keys of the weights that were rounded.
 * @throws as `exportONNX`.
 * @example
 * const model = new Sequential(new Linear(2, 1, { bias: false }));
 * model.parameters()[0].set(tensor([[1.27], [0.506]]));
 * await roundToInt8(model, [1, 2]);
 * await model.parameters()[0].data(); // => [1.27, 0.51]
 */
export async function roundToInt8(
  model: AnyModule,
  inputs: readonly number[] | readonly ONNXInput[],
  options: ExportONNXOptions = {},
): Promise<readonly string[]> {
  const state = await toHostArrays(checkModule('roundToInt8', model).stateDict());
  // The graph of places tells where each weight of the file lies in the state.
  const starts: { readonly key: string; readonly start: number; readonly stop: number }[] = [];
  const places: Record<string, HostArray> = {};
  let start = 0;
  for (const [key, array] of Object.entries(state)) {
    const size = sizeOf(array.shape);
    const values = Int32Array.from({ length: size }, (_, i) => start + i);
    places[key] = { ...array, values } as HostArray;
    starts.push({ key, start, stop: start + size });
    start += size;
  }
  const graph = await graphFor('roundToInt8', model, inputs, options, places);
  const whole = new Float32Array(start);
  for (const { key, start: at } of starts)
    if (state[key]!.dtype === 'float32') whole.set(state[key]!.values, at);
  const rounded = new Set<string>();
  for (const weight of graph.initializers) {
    const axis = quantizedWeights(graph).get(weight.name);
    if (axis === undefined) continue;
    eachChannel(weight, axis, (within) => {
      const own = within.map((place) => (weight.values as TypedArray)[place]!);
      const scale = scaleOf(whole, own);
      for (const place of own) whole[place] = Math.round(whole[place]! / scale) * scale;
    });
    const [first] = weight.values as TypedArray;
    for (const { key, start: from, stop } of starts) if (first! >= from && first! < stop) rounded.add(key);
  }
  const own = model.stateDict();
  noGrad(() =>
    scoped(() => {
      for (const { key, start: from, stop } of starts)
        if (own[key]!.dtype === 'float32')
          own[key]!.assign(
            tensor(whole.slice(from, stop), { shape: own[key]!.shape, backend: own[key]!.backend }),
          );
    }),
  );
  return [...rounded];
}
