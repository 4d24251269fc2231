import { type ImageModel, mobilenetV2, resnet18 } from '@neurona/cnn';
import { crossEntropy, fuse } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { checkpoint, memoryScope, noGrad, rand, type Tensor, zeros } from '@neurona/tensor';

/** Networks by their names in torchvision. */
const networks = { resnet18, mobilenet_v2: mobilenetV2 } as const;

/** What is done with a network: an inference, or a training step with SGD. */
export interface NetworkWork {
  readonly network: keyof typeof networks;
  readonly kind: 'inference' | 'inference, norms folded' | 'training' | 'training with checkpoint';
  readonly batch: number;
  /** Height and width of the images. */
  readonly size: number;
}

/** A network that is ready to work. */
export interface ReadyNetwork {
  /** Does the work once. */
  run(): void;
  close(): void;
}

/** Makes a network and its input. */
export function readyNetwork({ network, kind, batch, size }: NetworkWork): ReadyNetwork {
  const model = networks[network]();
  const x = rand([batch, size, size, 3]);
  if (kind === 'inference' || kind === 'inference, norms folded') {
    if (kind === 'inference') model.eval();
    else fuse(model);
    const run = () => {
      using _ = memoryScope();
      noGrad(() => model.forward(x));
    };
    return { run, close: () => [model, x].map((one) => one.dispose()) };
  }
  const targets = zeros([batch], { dtype: 'int32' });
  const optimizer = new SGD(model.parameters(), { learningRate: 1e-3 });
  const forward = kind === 'training' ? (input: Tensor) => model.forward(input) : checkpointed(model);
  const run = () => {
    using _ = memoryScope();
    optimizer.zeroGrad();
    crossEntropy(forward(x), targets).backward();
    optimizer.step();
  };
  return { run, close: () => [optimizer, model, x, targets].map((one) => one.dispose()) };
}

/** Numbers in the parameters of a network whose norms are folded. */
export function fusedParameters(network: NetworkWork['network']): number {
  const model = fuse(networks[network]());
  const count = [...model.parameters()].reduce((sum, { size }) => sum + size, 0);
  model.dispose();
  return count;
}

/** A forward pass that keeps the inputs of stages alone, and computes the rest again in the backward pass. */
function checkpointed(model: ImageModel): (x: Tensor) => Tensor {
  const { head: _, ...stages } = model.stages;
  const children = new Map(model.namedChildren());
  return (x) => {
    const features = Object.values(stages).reduce((input, names) => {
      const run = (y: Tensor) =>
        names.reduce((value, name) => children.get(name)!.forward(value) as Tensor, y);
      return checkpoint(run, input);
    }, x);
    return model.classify(features);
  };
}
