import type { Tensor } from '@neurona/tensor';

/** Pictures of one layer: channel after channel, row by row. A linear layer has pictures of one pixel. */
export interface Maps {
  readonly size: number;
  readonly values: readonly Float32Array[];
}

/** `[size, size, ..., count]` as one picture a channel. */
export const mapsOf = (values: ArrayLike<number>, size: number, count: number): Maps => ({
  size,
  values: Array.from({ length: count }, (_, c) =>
    Float32Array.from({ length: size * size }, (_, i) => values[i * count + c]!),
  ),
});

/** What the units of a linear layer answer, in one row. */
export const flatMaps = ({ values }: Maps): Float32Array => Float32Array.from(values, ([value]) => value!);

/** Reads a tensor a name, and frees it: `[1, size, size, channels]` as maps, `[1, units]` as maps of one pixel. */
export async function readMaps<Name extends string>(
  names: readonly Name[],
  tensors: readonly Tensor[],
): Promise<Record<Name, Maps>> {
  const values = await Promise.all(tensors.map((one) => one.data()));
  const entries = tensors.map(({ shape }, i) => {
    const size = shape.length === 4 ? shape[1]! : 1;
    return [names[i], mapsOf(values[i]!, size, shape.at(-1)!)] as const;
  });
  for (const one of tensors) one.dispose();
  return Object.fromEntries(entries) as Record<Name, Maps>;
}

/** A unit: a filter at a place of its map; in a linear layer the place is 0, 0. */
export interface MapUnit {
  readonly channel: number;
  readonly x: number;
  readonly y: number;
}

/** How a unit comes about: what enters, times the weights, plus the bias. */
export interface UnitInside {
  readonly inputs: Float32Array;
  readonly weights: Float32Array;
  readonly bias: number;
  /** Channels that enter a convolution: the inputs are a window's pixels of each, pixel by pixel; 0 for a linear layer. */
  readonly channels: number;
}

/**
 * Looks into a unit of a convolution that keeps the size of its maps, or of a linear layer.
 * @param layer - Weight `[K, K, inChannels, outChannels]` or `[inFeatures, outFeatures]`, and bias.
 * @param entering - What the layer before answers.
 */
export async function readUnit(
  { weight, bias }: { readonly weight: Tensor; readonly bias: Tensor | undefined },
  { size, values }: Maps,
  { channel, x, y }: MapUnit,
): Promise<UnitInside> {
  const [all, biases] = await Promise.all([weight.data(), bias?.data()]);
  const outputs = weight.shape.at(-1)!;
  const weights = Float32Array.from({ length: all.length / outputs }, (_, i) => all[i * outputs + channel]!);
  const kernelSize = weight.shape.length === 4 ? weight.shape[0]! : 0;
  const channels = kernelSize > 0 ? values.length : 0;
  const reach = (kernelSize - 1) / 2;
  const inputs =
    kernelSize === 0
      ? flatMaps({ size, values })
      : weights.map((_, i) => {
          const place = Math.floor(i / channels);
          const column = x + (place % kernelSize) - reach;
          const row = y + Math.floor(place / kernelSize) - reach;
          const isOutside = column < 0 || row < 0 || column >= size || row >= size;
          return isOutside ? 0 : values[i % channels]![row * size + column]!;
        });
  return { inputs, weights, bias: biases?.[channel] ?? 0, channels };
}
