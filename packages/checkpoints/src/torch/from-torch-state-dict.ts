import { checkOptions, type OptionTable } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { convertWeight, type MatchOptions, matchOptions, matchWeights } from '../weights/match-weights.js';
import { RecordFile } from '../weights/record-file.js';
import { checkFits, type WeightsReport } from '../weights/weights-report.js';

/** Settings of {@link fromTorchStateDict}. */
export interface FromTorchOptions extends MatchOptions {}

const fromTorchOptions: OptionTable<FromTorchOptions> = matchOptions;

/** A state dictionary in our names and layout. */
export interface ConvertedState {
  /** By path in the model. */
  readonly state: Record<string, HostArray>;
  readonly report: WeightsReport;
}

/**
 * Converts a PyTorch state dictionary to the names and layout of a model of the same architecture. The model is not changed.
 * @throws {@link WeightsError} if tensors are missing, unexpected or of another shape, and `strict` is on.
 * @example
 * const model = new Linear(2, 3);
 * const theirs = { weight: hostArray(new Float32Array([0, 1, 2, 3, 4, 5]), [3, 2]), bias: hostArray(new Float32Array(3)) };
 * fromTorchStateDict(model, theirs).state.weight.values; // => [0, 2, 4, 1, 3, 5]
 */
export function fromTorchStateDict(
  model: AnyModule,
  tensors: Readonly<Record<string, HostArray>>,
  options: FromTorchOptions = {},
): ConvertedState {
  checkOptions('fromTorchStateDict', options, fromTorchOptions);
  const file = new RecordFile(tensors);
  const { pairs, report } = matchWeights('fromTorchStateDict', model, file, 'torch', options);
  checkFits('fromTorchStateDict', report, file.file, { strict: options.strict });
  const state = pairs.map((pair) => [pair.name, convertWeight(pair, tensors[pair.key]!)] as const);
  return { state: Object.fromEntries(state), report };
}
