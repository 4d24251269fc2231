import { checkCount, type OptionTable } from '@neurona/backend';
import type { Parameter } from '@neurona/tensor';
import { fanInUniform } from '../init/fan-in-uniform.js';

/** Settings of recurrent cells. */
export interface RecurrentCellOptions {
  /** Whether biases are added, default true. */
  readonly bias?: boolean;
}

/** @internal */
export const recurrentCellOptions: OptionTable<RecurrentCellOptions> = { bias: true };

/** @internal The parameters that every recurrent cell has; all of them uniform in ±1/√hiddenSize. */
export function recurrentWeights(
  subject: string,
  [inputSize, hiddenSize]: readonly [number, number],
  gates: number,
  { bias = true, projectedSize = hiddenSize }: RecurrentCellOptions & { readonly projectedSize?: number },
): {
  weightIh: Parameter;
  weightHh: Parameter;
  biasIh: Parameter | undefined;
  biasHh: Parameter | undefined;
} {
  checkCount(subject, 'inputSize', inputSize);
  checkCount(subject, 'hiddenSize', hiddenSize);
  const width = gates * hiddenSize;
  return {
    weightIh: fanInUniform([inputSize, width], hiddenSize),
    weightHh: fanInUniform([projectedSize, width], hiddenSize),
    biasIh: bias ? fanInUniform([width], hiddenSize) : undefined,
    biasHh: bias ? fanInUniform([width], hiddenSize) : undefined,
  };
}

/** @internal What printing shows of a cell. */
export const describeCell = (inputSize: number, hiddenSize: number, hasBias: boolean): string =>
  `${inputSize}, ${hiddenSize}${hasBias ? '' : ', bias: false'}`;
