import type { LayerNumbers } from './pass.js';

/** Which number to overwrite: `input` −1 is the bias. */
export interface NumberEdit {
  readonly layer: number;
  readonly input: number;
  readonly unit: number;
  readonly value: number;
}

/** The layers with one number changed. */
export const edited = (
  layers: readonly LayerNumbers[],
  { layer, input, unit, value }: NumberEdit,
): LayerNumbers[] =>
  layers.map(({ weight, bias }, l) => {
    if (l !== layer) return { weight, bias };
    if (input < 0) return { weight, bias: bias.with(unit, value) };
    return { weight: weight.with(input, weight[input]!.with(unit, value)), bias };
  });
