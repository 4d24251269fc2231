import { ArgumentError } from '@neurona/backend';
import type { Parameter } from '@neurona/tensor';
import { fanInUniform } from '../init/fan-in-uniform.js';
import { Module } from '../module.js';
import { describeCell, type RecurrentCellOptions, recurrentWeights } from './recurrent-weights.js';

/** @internal Sizes and settings of one layer in one direction. */
export interface DirectionOptions extends RecurrentCellOptions {
  readonly projectedSize?: number | undefined;
}

/** The parameters of one layer in one direction, named as those of a cell; the recurrent layer that holds them runs it. */
export class RecurrentDirection extends Module<readonly never[], never> {
  static override readonly kind: string = 'RecurrentDirection';

  readonly weightIh: Parameter;
  readonly weightHh: Parameter;
  readonly biasIh: Parameter | undefined;
  readonly biasHh: Parameter | undefined;
  readonly weightHr: Parameter | undefined;

  constructor(
    subject: string,
    readonly inputSize: number,
    readonly hiddenSize: number,
    gates: number,
    options: DirectionOptions,
  ) {
    super();
    const { projectedSize = hiddenSize } = options;
    const sizes = [inputSize, hiddenSize] as const;
    const weights = recurrentWeights(subject, sizes, gates, { ...options, projectedSize });
    this.weightIh = weights.weightIh;
    this.weightHh = weights.weightHh;
    this.biasIh = weights.biasIh;
    this.biasHh = weights.biasHh;
    this.weightHr =
      projectedSize === hiddenSize ? undefined : fanInUniform([hiddenSize, projectedSize], hiddenSize);
  }

  override forward(): never {
    throw new ArgumentError('RecurrentDirection', {
      expected: 'the recurrent layer to be called',
      received: 'a call of one of its directions',
    });
  }

  override describe(): string {
    return describeCell(this.inputSize, this.hiddenSize, this.biasIh !== undefined);
  }
}
