import { loadWeights } from '@neurona/checkpoints';
import { normalizeActivations, vgg16Weights, vggConfigs, vggFeatures, vggLayerPaths } from '@neurona/cnn';
import { styleInput, trainedStyleNetwork } from '@neurona/examples/style-network';
import { AvgPool2d, BatchNorm2d, fuse, MaxPool2d, type Module, Sequential } from '@neurona/layers';
import { concat, scoped, type Tensor, tensor, uniform } from '@neurona/tensor';
import { drawPicture } from '../pictures/draw-picture.js';
import { drawPattern, patternNames } from '../pictures/patterns.js';
import { pictureNames } from '../pictures/sources.js';
import type { OwnNetwork } from './own-network.js';

/** A network that is only read: convolutions, ReLU and pooling in sequence. */
export interface StyleNetwork {
  readonly name: string;
  readonly layers: Sequential;
  /** Where its layers are: the paths of `relu1_1` and so on. */
  readonly paths: Readonly<Record<string, string>>;
  /** What it is given for images in [0, 1]. */
  readonly input: (images: Tensor) => Tensor;
}

/** Networks by the file's name, for as long as the worker lives. */
const known = new Map<string, Promise<StyleNetwork>>();

/**
 * The small network, or that of a file.
 * @throws Error if the file does not hold the weights of a VGG.
 */
export function networkOf(choice: 'small' | OwnNetwork): Promise<StyleNetwork> {
  const id = choice === 'small' ? choice : choice.id;
  const found = known.get(id) ?? (choice === 'small' ? smallNetwork() : read(choice.file));
  known.set(id, found);
  found.catch(() => known.delete(id));
  return found;
}

const smallNetwork = async (): Promise<StyleNetwork> =>
  smooth('VGG-6', await trainedStyleNetwork(), styleInput);

/** A VGG of any depth, with batch norm or without, as torchvision and timm publish them: its convolutions alone. */
async function read(file: File): Promise<StyleNetwork> {
  const keys: string[] = [];
  const collect = (key: string): string | undefined => {
    const own = featureKey(key);
    if (own) keys.push(own);
    return own;
  };
  await loadWeights(vggFeatures([64]), file, { strict: false, rename: collect }); // for the names of the others
  const batchNorm = keys.some((key) => key.endsWith('.running_mean') || key.endsWith('.runningMean'));
  const depth = keys.filter((key) => key.endsWith('.weight')).length / (batchNorm ? 2 : 1);
  const config = Object.entries(vggConfigs).find(
    ([, { layers }]) => layers.filter((layer) => layer !== 'M').length === depth,
  );
  if (!config) throw new Error(`The file has ${depth} convolutions: those of no VGG.`);
  const features = vggFeatures(config[1].layers, { batchNorm });
  await loadWeights(features, file, { rename: featureKey });
  if (batchNorm) fuse(features);
  const network = new Sequential(...features.layers.filter((layer) => !(layer instanceof BatchNorm2d)));
  const input = inputOf(file.name);
  const samples = await sampleImages();
  scoped(() => normalizeActivations(network, input(samples)));
  samples.dispose();
  return smooth(config[0].replace('vgg', 'VGG-'), network, input);
}

/** With average pooling, as in the paper: it makes smoother pictures. */
const smooth = (name: string, network: Sequential, input: StyleNetwork['input']): StyleNetwork => ({
  name,
  layers: new Sequential(
    ...(network.layers as readonly Module[]).map((layer) =>
      layer instanceof MaxPool2d ? new AvgPool2d(2) : layer,
    ),
  )
    .eval()
    .freeze(),
  paths: vggLayerPaths(network),
  input,
});

/** The key of a tensor of the convolutions, without what stands before it. */
const featureKey = (key: string): string | undefined => /^(?:features\.)?(\d+\.\w+)$/.exec(key)?.[1];

const { imagenet1kV1, imagenet1kFeatures } = vgg16Weights;

/** What a published VGG is given: the one for style transfer has means and deviations of its own. */
function inputOf(name: string): StyleNetwork['input'] {
  const { mean, std } = (/^vgg16_features/.test(name) ? imagenet1kFeatures : imagenet1kV1).transforms;
  return (images) => images.sub(tensor(mean)).div(tensor(std));
}

const sampleSide = 32;

/** What filters are scaled over: every built-in picture and pattern, and noise, so that each filter is active somewhere. */
async function sampleImages(): Promise<Tensor> {
  const pictures = await Promise.all(pictureNames.map((name) => drawPicture(name, sampleSide)));
  const drawn = [...pictures, ...patternNames.map((name) => drawPattern(name, sampleSide))];
  return scoped(() =>
    concat([
      ...drawn.map(({ values }) => tensor(values, { shape: [1, sampleSide, sampleSide, 3] })),
      uniform([2, sampleSide, sampleSide, 3]),
    ]),
  );
}
