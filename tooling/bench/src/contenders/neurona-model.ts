import {
  type AnyModule,
  Conv2d,
  Embedding,
  Flatten,
  Linear,
  LSTM,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '@neurona/layers';
import type { Parameter, Tensor } from '@neurona/tensor';
import { GPT2 } from '@neurona/transformer';
import type { LayerSpec, Workload } from '../workloads/workload.js';

/** This library's model of a workload, and its parameters in the order of the start's weights. */
export function modelOf(workload: Workload): {
  readonly model: Module<readonly [Tensor]>;
  readonly places: readonly Parameter[];
} {
  const gpt = gptOf(workload);
  if (gpt) return { model: gpt, places: gpt.parameters() };
  const model = new Sequential(...workload.layers.map(layerOf));
  return { model, places: [...model.layers].flatMap(weightsOf) };
}

/** The model of a workload with decoder blocks: embedding, positions, blocks, norm and a linear layer without bias. */
export function gptOf({ layers, classes, exampleShape }: Workload): GPT2 | undefined {
  const blocks = layers.filter((layer) => layer.kind === 'block');
  const [block] = blocks;
  if (!block) return undefined;
  return new GPT2({
    vocabSize: classes,
    contextLength: exampleShape[0]!,
    embedDim: block.outputs,
    numLayers: blocks.length,
    numHeads: block.numHeads,
    dropout: 0,
    tied: false,
  });
}

/** The hidden states of an LSTM, `[N, L, E]` → `[N, L, H]`, or the last alone, `[N, H]`. */
class States extends Module {
  readonly lstm: LSTM;
  readonly eachStep: boolean;

  constructor(inputs: number, outputs: number, eachStep: boolean) {
    super();
    this.lstm = new LSTM(inputs, outputs);
    this.eachStep = eachStep;
  }

  override forward(x: Tensor): Tensor {
    const { output, state } = this.lstm.forward(x);
    return this.eachStep ? output : state.hidden.select(0, -1);
  }
}

/** Weights of a layer, each with its bias, if it has one, behind it. */
function weightsOf(layer: AnyModule): readonly Parameter[] {
  if (!(layer instanceof States)) return layer.parameters();
  const { weightIh, weightHh, biasIh, biasHh } = layer.lstm.layers[0]!;
  return [weightIh, biasIh!, weightHh, biasHh!];
}

function layerOf(spec: LayerSpec): Module {
  switch (spec.kind) {
    case 'conv':
      return new Conv2d(spec.inputs, spec.outputs, spec.kernelSize);
    case 'linear':
      return new Linear(spec.inputs, spec.outputs, { bias: spec.bias ?? true });
    case 'lstm':
      return new States(spec.inputs, spec.outputs, spec.eachStep ?? false);
    case 'embedding':
      return new Embedding(spec.inputs, spec.outputs);
    case 'pool':
      return new MaxPool2d(spec.kernelSize);
    case 'flatten':
      return new Flatten();
    case 'relu':
      return new ReLU();
    default:
      throw new Error(`${spec.kind} belongs to a GPT`);
  }
}
