import { currentBackend } from '@neurona/backend';
import { crossEntropy } from '@neurona/layers';
import { Adam, AdamW, type AnyOptimizer, SGD } from '@neurona/optimizers';
import { memoryScope, type Parameter, type Tensor, tensor } from '@neurona/tensor';
import {
  type HostArray,
  type OptimizerSpec,
  type Start,
  type Workload,
  weightArrays,
} from '../workloads/workload.js';
import { type Contender, groupsOf } from './contender.js';
import { modelOf } from './neurona-model.js';

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
  const { model, places } = modelOf(workload);
  const parameters = model.parameters();
  for (const [i, array] of weightArrays(start.weights).entries()) copyInto(places[i]!, array);
  const optimizer = optimizerOf(workload.optimizer, parameters);
  const batches = start.batches.map(({ inputs, targets }) => ({
    x: tensor(inputs.values, { shape: inputs.shape }),
    y: tensor(targets),
  }));
  const unscopedStepOn = (x: Tensor, y: Tensor): Tensor => {
    optimizer.zeroGrad();
    const logits = model.forward(x);
    const loss = crossEntropy(logits.reshape([-1, logits.shape.at(-1)!]), y);
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

function optimizerOf(spec: OptimizerSpec, parameters: readonly Parameter[]): AnyOptimizer {
  const { learningRate } = spec;
  if (spec.kind === 'sgd') return new SGD(parameters, { learningRate, momentum: spec.momentum });
  const settings = { learningRate, betas: [spec.beta1, spec.beta2], eps: spec.eps } as const;
  const { weightDecay } = spec;
  return weightDecay === undefined
    ? new Adam(parameters, settings)
    : new AdamW(parameters, { ...settings, weightDecay });
}
