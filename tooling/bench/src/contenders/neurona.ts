import { currentBackend } from '@neurona/backend';
import {
  type AnyModule,
  Conv2d,
  crossEntropy,
  Flatten,
  Linear,
  LSTM,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '@neurona/layers';
import { Adam, type AnyOptimizer, SGD } from '@neurona/optimizers';
import { memoryScope, type Parameter, type Tensor, tensor } from '@neurona/tensor';
import type { HostArray, LayerSpec, OptimizerSpec, Start, Workload } from '../workloads/workload.js';
import { type Contender, groupsOf } from './contender.js';

/** This library, on the backend that is chosen. */
export function neurona(workload: Workload, start: Start): Contender {
  const { step, close } = trainingStep(workload, start);
  const backend = currentBackend();
  const pending = (batch: number) => {
    const loss = step(batch);
    return {
      async read() {
        const value = await loss.item();
        loss.dispose();
        return value;
      },
      drop: () => loss.dispose(),
    };
  };
  return {
    name: 'neurona',
    device: `${backend.name}, ${backend.description}`,
    run: groupsOf(pending, start.batches.length),
    close: async () => close(),
  };
}

/** The training step as a user of the library writes it; the loss is the caller's to free. */
export function trainingStep(
  workload: Workload,
  start: Start,
): {
  step(batch: number): Tensor;
  stepOn(x: Tensor, y: Tensor): Tensor;
  /** The same without a memory scope: what is made is left to the garbage collector. */
  unscopedStepOn(x: Tensor, y: Tensor): Tensor;
  close(): void;
} {
  const model = modelOf(workload);
  const parameters = model.parameters();
  const places = model.layers.flatMap(weightsOf);
  for (const [i, { weight, bias }] of start.weights.entries()) {
    copyInto(places[2 * i]!, weight);
    copyInto(places[2 * i + 1]!, bias);
  }
  const optimizer = optimizerOf(workload.optimizer, parameters);
  const batches = start.batches.map(({ inputs, targets }) => ({
    x: tensor(inputs.values, { shape: inputs.shape }),
    y: tensor(targets),
  }));
  const unscopedStepOn = (x: Tensor, y: Tensor): Tensor => {
    optimizer.zeroGrad();
    const loss = crossEntropy(model.forward(x), y);
    loss.backward();
    optimizer.step();
    return loss;
  };
  const stepOn = (x: Tensor, y: Tensor): Tensor => {
    using scope = memoryScope();
    return scope.keep(unscopedStepOn(x, y));
  };
  return {
    stepOn,
    unscopedStepOn,
    step: (batch) => stepOn(batches[batch]!.x, batches[batch]!.y),
    close() {
      for (const { x, y } of batches) for (const array of [x, y]) array.dispose();
      optimizer.zeroGrad();
      optimizer.dispose();
      model.dispose();
    },
  };
}

function copyInto(parameter: Parameter, { values, shape }: HostArray): void {
  using source = tensor(values, { shape });
  parameter.set(source);
}

/** The last hidden state of an LSTM, `[N, L, E]` → `[N, H]`. */
class LastState extends Module {
  readonly lstm: LSTM;

  constructor(inputs: number, outputs: number) {
    super();
    this.lstm = new LSTM(inputs, outputs);
  }

  override forward(x: Tensor): Tensor {
    return this.lstm.forward(x).state.hidden.select(0, -1);
  }
}

/** Weights of a layer, each with its bias behind it. */
function weightsOf(layer: AnyModule): readonly Parameter[] {
  if (!(layer instanceof LastState)) return layer.parameters();
  const { weightIh, weightHh, biasIh, biasHh } = layer.lstm.layers[0]!;
  return [weightIh, biasIh!, weightHh, biasHh!];
}

const modelOf = ({ layers }: Workload): Sequential => new Sequential(...layers.map(layerOf));

function layerOf(spec: LayerSpec): Module {
  switch (spec.kind) {
    case 'conv':
      return new Conv2d(spec.inputs, spec.outputs, spec.kernelSize);
    case 'linear':
      return new Linear(spec.inputs, spec.outputs);
    case 'lstm':
      return new LastState(spec.inputs, spec.outputs);
    case 'pool':
      return new MaxPool2d(spec.kernelSize);
    case 'flatten':
      return new Flatten();
    case 'relu':
      return new ReLU();
  }
}

function optimizerOf(spec: OptimizerSpec, parameters: readonly Parameter[]): AnyOptimizer {
  const { learningRate } = spec;
  if (spec.kind === 'sgd') return new SGD(parameters, { learningRate, momentum: spec.momentum });
  return new Adam(parameters, { learningRate, betas: [spec.beta1, spec.beta2], eps: spec.eps });
}
