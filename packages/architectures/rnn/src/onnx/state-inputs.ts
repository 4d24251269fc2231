// internal: states of recurrent layers as inputs of ONNX files
import type { ONNXInput } from '@neurona/checkpoints';
import { LSTM } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import type { AnyRecurrent, RecurrentState } from '../recurrent.js';

/** Inputs of a state `[numLayers, N, H]`: `state`, or `state.hidden` and `state.cell`. */
export function stateInputs(layers: AnyRecurrent): ONNXInput[] {
  const shape = [layers.layers.length, 1, layers.hiddenSize];
  const names = layers instanceof LSTM ? ['state.hidden', 'state.cell'] : ['state'];
  return names.map((name) => ({ name, shape, axes: { 1: 'batch' } }));
}

/** The state of these tensors. */
export const stateOf = ([hidden, cell]: readonly Tensor[]): RecurrentState =>
  cell ? { hidden: hidden!, cell } : hidden!;
