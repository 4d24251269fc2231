import { digits } from '@neurona/datasets';
import {
  AdaptiveAvgPool2d,
  AvgPool2d,
  Conv2d,
  ConvTranspose2d,
  DepthwiseConv2d,
  Flatten,
  GlobalAvgPool,
  Linear,
  MaxPool2d,
  type Module,
  outputSize,
  receptiveField,
  SeparableConv2d,
  Sequential,
  summary,
} from '@neurona/layers';
import { plotImageGrid } from '@neurona/plots';
import { conv2d, type Tensor, tensor } from '@neurona/tensor';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { convolutionNumbers } from './numbers.js';

export const settings = { digit: 0, imageSize: 227, channels: 16 };

export async function run(
  { digit, imageSize, channels }: typeof settings,
  { print, draw }: LessonTools,
): Promise<Measured<typeof convolutionNumbers.expectations>> {
  // #region byHand
  const image = (await digits()).get(digit)[0]!; // 8 × 8 pixels
  function convolve(kernel: readonly (readonly number[])[]): number[] {
    const result: number[] = [];
    for (let row = 0; row <= 8 - 3; row++) {
      for (let column = 0; column <= 8 - 3; column++) {
        let sum = 0;
        for (let u = 0; u < 3; u++)
          for (let v = 0; v < 3; v++) sum += kernel[u]![v]! * image.values[8 * (row + u) + column + v]!;
        result.push(sum);
      }
    }
    return result; // 6 × 6
  }
  // #endregion

  // #region kernels
  const blur = [1, 1, 1].map(() => [1 / 9, 1 / 9, 1 / 9]);
  const vertical = [1, 2, 1].map((weight) => [-weight, 0, weight]); // from dark to bright, from left to right
  const horizontal = [-1, 0, 1].map((sign) => [sign, 2 * sign, sign]);
  const x = tensor(image.values, { shape: [1, 8, 8, 1] });
  const byLayer = (kernel: readonly (readonly number[])[]): Tensor =>
    conv2d(x, tensor(kernel).reshape([3, 3, 1, 1])); // [1, 6, 6, 1]
  let byHandError = 0;
  for (const [name, kernel] of Object.entries({ blur, vertical, horizontal })) {
    const layer = Array.from(await byLayer(kernel).data(), Number);
    const errors = convolve(kernel).map((value, i) => Math.abs(value - layer[i]!));
    byHandError = Math.max(byHandError, ...errors);
    draw(name, plotImageGrid({ values: layer, shape: [1, 6, 6, 1] }, { range: rangeOf(layer), title: name }));
  }
  // #endregion

  // #region weights
  const images = [1, imageSize, imageSize, 3];
  const denseWeights = summary(
    new Sequential(new Flatten(), new Linear(imageSize ** 2 * 3, 1)),
    images,
  ).params;
  const filterWeights = summary(new Conv2d(3, 1, 11), images).params;
  print(`one neuron that sees all of ${imageSize} × ${imageSize} × 3: ${denseWeights} weights`);
  print(`one filter of 11 × 11 × 3: ${filterWeights} weights`);
  // #endregion

  // #region sizes
  const strided = outputSize(imageSize, { kernelSize: 11, stride: 4 });
  const padded = outputSize(imageSize, { kernelSize: 3, padding: 1 });
  const dilated = outputSize(imageSize, { kernelSize: 3, dilation: 2 });
  print(`stride 4: ${strided}; padding 1: ${padded}; dilation 2: ${dilated}`);
  // #endregion

  // #region receptive
  const twoThrees = new Sequential(new Conv2d(channels, channels, 3), new Conv2d(channels, channels, 3));
  const oneFive = new Conv2d(channels, channels, 5);
  const seen = [twoThrees, oneFive].map((model) => receptiveField(model).size[0]!);
  const costs = [twoThrees, oneFive].map(weightsOf);
  print(
    `two 3 × 3 see ${seen[0]} pixels with ${costs[0]} weights, one 5 × 5 sees ${seen[1]} with ${costs[1]}`,
  );
  // #endregion

  // #region kinds
  const kinds = {
    full: new Conv2d(channels, channels, 3, { padding: 1 }),
    groups: new Conv2d(channels, channels, 3, { padding: 1, groups: 4 }),
    depthwise: new DepthwiseConv2d(channels, 3, { padding: 1 }),
    separable: new SeparableConv2d(channels, channels, 3, { padding: 1 }),
    transposed: new ConvTranspose2d(channels, channels, 2, { stride: 2 }),
  };
  for (const [name, layer] of Object.entries(kinds)) {
    const { rows, params } = summary(layer, [1, 8, 8, channels]);
    print(`${name}: ${params} weights, 8 × 8 → ${rows[0]!.outputShape.slice(1, 3).join(' × ')}`);
  }
  // #endregion

  // #region pooling
  const pools = {
    max: new MaxPool2d(2),
    average: new AvgPool2d(2),
    adaptive: new AdaptiveAvgPool2d(3), // always 3 × 3, whatever the image's size
    global: new GlobalAvgPool(),
  };
  for (const [name, pool] of Object.entries(pools)) print(`${name}: [${pool.forward(x).shape.join(', ')}]`);
  // #endregion

  return {
    byHandError,
    denseWeights,
    filterWeights,
    sizes: [strided, padded, dilated],
    seen,
    costs,
    kinds: Object.values(kinds).map(weightsOf),
  };
}

const weightsOf = (model: Module): number => model.parameters().reduce((sum, { size }) => sum + size, 0);

const rangeOf = (values: readonly number[]): readonly [number, number] => [
  Math.min(...values),
  Math.max(...values),
];
