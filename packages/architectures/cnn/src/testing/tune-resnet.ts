import { crossEntropy } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { noGrad, type Tensor, tensor } from '@neurona/tensor';
import { fit, series } from '@neurona/training';
import fixture from '../../fixtures/fine-tuning.json' with { type: 'json' };
import { type Pretrained, type PretrainedOptions, pretrained } from '../pretrained/pretrained.js';
import { type ResNet, resnet18 } from '../resnet.js';
import { resnet18Weights } from '../weights/resnet-weights.js';

/** What is trained: everything, or the last stage and the head. */
export type TunedPart = 'all' | 'frozenThroughLayer3';

/** The losses and, after the last step, the logits in evaluation mode. */
export interface Tuned {
  readonly losses: readonly number[];
  readonly logits: ArrayLike<number>;
}

const { shape, numClasses, head } = fixture;
const options = { numClasses, settings: { width: 2, depths: [1, 1, 1, 1] } };
const weights = { ...resnet18Weights.imagenet1kV1, numClasses: 3 };

/** What PyTorch computes. */
export const tunedThere: Readonly<Record<TunedPart, Tuned>> = fixture;

/** The small published network with a new head. */
export const tinyResnet = (
  found: Pick<PretrainedOptions<object>, 'file' | 'folder' | 'cache'>,
  files = weights.files,
): Promise<Pretrained<ResNet>> => pretrained(resnet18, { ...weights, files }, { ...options, ...found });

/** The images that PyTorch was given, and their classes. */
function examples(): [images: Tensor, classes: Tensor] {
  const count = shape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: count }, (_, i) => ((37 * i * i + 11 * i) % 251) / 251);
  const classes = Int32Array.from({ length: shape[0]! }, (_, i) => i % numClasses);
  return [tensor(values, { shape }), tensor(classes)];
}

/** Trains a small published network as a user does, from the head that PyTorch began with. */
export async function tuneResnet(model: ResNet, part: TunedPart, steps: number): Promise<Tuned> {
  model.fc.weight.assign(tensor(head.weight, { shape: model.fc.weight.shape }));
  model.fc.bias!.assign(tensor(head.bias));
  if (part !== 'all') model.freezeThrough('layer3');
  const body = [...model.namedParameters()]
    .filter(([path, { requiresGrad }]) => requiresGrad && !path.startsWith('fc.'))
    .map(([, parameter]) => parameter);
  const optimizer = new SGD(
    [{ params: body, learningRate: fixture.bodyRate }, { params: [...model.fc.parameters()] }],
    { learningRate: fixture.headRate, momentum: fixture.momentum, weightDecay: fixture.weightDecay },
  );
  const [x, y] = examples();
  const history = await fit(model, [x, y], {
    loss: crossEntropy,
    optimizer,
    epochs: steps,
    batchSize: shape[0]!, // all images: an epoch is a step, in any order
    progress: false,
  });
  const logits = await noGrad(() => model.eval().forward(x)).data();
  return { losses: series(history, 'loss'), logits: logits as Float32Array };
}
