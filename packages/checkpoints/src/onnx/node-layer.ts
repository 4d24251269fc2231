// internal: an operation of an imported model that is written again as it was read
import { Module } from '@neurona/layers';
import { isTensor, type Tensor } from '@neurona/tensor';
import { NodeCall, type Operation, onDevice, type Value } from './import/node-call.js';
import type { ReadNode } from './import/read-model.js';

/** Operations that training changes, or that run along sequences of any length: what they are made of says less than they do. */
const kept = ['BatchNormalization', 'Dropout', 'LayerNormalization', 'LSTM', 'GRU', 'RNN'];

/** One operation as a layer: it has a mode, and a trace sees it as a whole. */
export class NodeLayer extends Module<readonly (Value | undefined)[], readonly Value[]> {
  static override readonly kind: string = 'NodeLayer';

  constructor(
    readonly node: ReadNode,
    readonly opset: number,
    readonly operation: Operation,
  ) {
    super();
  }

  static isFor({ op }: ReadNode): boolean {
    return kept.includes(op);
  }

  override forward(...inputs: readonly (Value | undefined)[]): readonly Value[] {
    const { backend } = inputs.find(isTensor)!;
    const context = { training: this.training, opset: this.opset, backend };
    const result = this.operation(new NodeCall(this.node, inputs, context));
    return Array.isArray(result) ? (result as readonly Value[]) : [result as Value];
  }

  /** Inputs as the newest operators take them, all on the device. */
  inputsFor(inputs: readonly (Value | undefined)[]): (Tensor | undefined)[] {
    const { backend } = inputs.find(isTensor)!;
    return inputs.map((value) => (value === undefined || isTensor(value) ? value : onDevice(value, backend)));
  }
}
