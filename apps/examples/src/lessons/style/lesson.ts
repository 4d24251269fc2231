import { ArgumentError } from '@neurona/backend';
import { loadWeights } from '@neurona/checkpoints';
import {
  normalizeActivations,
  StyleTransfer,
  vgg11Weights,
  vgg13Weights,
  vgg16Weights,
  vgg19Weights,
  vggConfigs,
  vggFeatures,
  vggLayerPaths,
} from '@neurona/cnn';
import { resize } from '@neurona/datasets';
import { Adam, LBFGS } from '@neurona/optimizers';
import { plotImageGrid, plotLearningCurve } from '@neurona/plots';
import { Parameter, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import { styleInput, trainedStyleNetwork } from '../../style-network/style-network.js';
import type { styleNumbers } from './numbers.js';
import { boat, marble, picture } from './pictures.js';

export const settings = {
  content: '',
  style: '',
  size: 96,
  weights: '',
  network: 'vgg19',
  contentLayer: 'relu3_1',
  styleLayers: 'relu1_1,relu2_1,relu3_1',
  styleWeight: 20,
  variationWeight: 0.2,
  method: 'adam',
  learningRate: 0.02,
  steps: 100,
};

export async function run(
  {
    size,
    weights,
    network: name,
    contentLayer,
    styleLayers,
    styleWeight,
    variationWeight,
    method,
    learningRate,
    steps,
    ...files
  }: typeof settings,
  { print, draw, signal }: LessonTools,
): Promise<Measured<typeof styleNumbers.expectations>> {
  const oneOf = <K extends string>(what: string, values: Readonly<Record<K, unknown>>, value: string): K => {
    if (Object.hasOwn(values, value)) return value as K;
    const expected = `${what} among ${Object.keys(values).join(', ')}`;
    throw new ArgumentError('style', { expected, received: value });
  };

  // #region pictures
  const pictures = {
    content: await picture(files.content, size, boat),
    style: await picture(files.style, size, marble),
  };
  const content = tensor(pictures.content.values, { shape: [1, ...pictures.content.shape] });
  const style = tensor(pictures.style.values, { shape: [1, ...pictures.style.shape] });
  // #endregion

  // #region network
  const rows = {
    vgg11: vgg11Weights.imagenet1kV1,
    vgg13: vgg13Weights.imagenet1kV1,
    vgg16: vgg16Weights.imagenet1kV1,
    vgg16Features: vgg16Weights.imagenet1kFeatures, // the paper's, with means and deviations of its own
    vgg19: vgg19Weights.imagenet1kV1,
  };
  async function published() {
    const row = rows[oneOf('a network', rows, name)];
    const network = vggFeatures(vggConfigs[row.network].layers);
    await loadWeights(network, weights, { rename: (key) => /^features\.(.*)/.exec(key)?.[1] }); // no head
    const [mean, std] = [tensor(row.transforms.mean), tensor(row.transforms.std)];
    const input = (images: Tensor): Tensor => images.sub(mean).div(std);
    return { network: normalizeActivations(network, input(content)).eval().freeze(), input };
  }
  const { network, input } = weights
    ? await published()
    : { network: await trainedStyleNetwork(), input: styleInput };
  // #endregion

  // #region losses
  const paths = vggLayerPaths(network);
  const pathOf = (layer: string): string => paths[oneOf('a layer', paths, layer)]!;
  const transfer = new StyleTransfer(network, {
    content,
    style,
    contentLayers: [pathOf(contentLayer)],
    styleLayers: styleLayers.split(',').map(pathOf),
    styleWeight,
    variationWeight,
    preprocess: input,
  });
  async function lossesOf(picture: Tensor): Promise<{ content: number; style: number }> {
    const losses = scoped(() => transfer.losses(picture));
    const measured = { content: await losses.content.item(), style: await losses.style.item() };
    for (const loss of Object.values(losses)) loss.dispose();
    return measured;
  }
  const start = await lossesOf(content);
  const paper = resize([content.shape[1]!, content.shape[2]!])(pictures.style).values;
  const other = await lossesOf(tensor(paper, { shape: content.shape })); // a picture that has nothing of the content
  // #endregion

  // #region descent
  const image = new Parameter(content.clone());
  const every = 10; // steps
  const optimizers = {
    adam: () => new Adam([image], { learningRate }),
    lbfgs: () => new LBFGS([image], { lineSearchFn: 'strongWolfe', maxIter: every }),
  };
  const optimizer = optimizers[oneOf('a method', optimizers, method)]();
  const evaluate = (): Tensor => {
    optimizer.zeroGrad();
    const { total } = transfer.losses(image);
    total.backward();
    return total;
  };
  const curve = [start];
  for (let step = 0; step < steps && !signal?.aborted; step += every) {
    if (optimizer instanceof LBFGS) await optimizer.step(evaluate);
    else
      for (let i = 0; i < every; i++)
        scoped(() => {
          evaluate();
          optimizer.step();
        });
    curve.push(await lossesOf(image));
  }
  optimizer.dispose();
  transfer.dispose();
  // #endregion

  // #region result
  const end = curve.at(-1)!;
  print(`style loss ${start.style.toPrecision(3)} → ${end.style.toPrecision(3)}`);
  print(
    `content loss 0 → ${end.content.toPrecision(3)}; of the style picture ${other.content.toPrecision(3)}`,
  );
  const epochs = curve.map((_, i) => every * i);
  const losses = {
    style: { transfer: { mean: curve.map((losses) => losses.style), epochs } },
    content: { transfer: { mean: curve.map((losses) => losses.content), epochs } },
  };
  draw(
    'losses',
    plotLearningCurve(losses, { logScale: ['style'], xLabel: 'step', title: 'Losses of the picture' }),
  );
  const result = { values: await image.data(), shape: pictures.content.shape };
  for (const [name, { values, shape }] of Object.entries({ ...pictures, result }))
    draw(name, plotImageGrid({ values, shape: [1, ...shape] }, { clip: true, scale: 3, title: name }));
  // #endregion

  return { styleShare: end.style / start.style, contentShare: end.content / other.content };
}
