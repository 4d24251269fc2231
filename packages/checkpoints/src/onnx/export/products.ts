// internal
import {
  ArgumentError,
  type ConvGeometry,
  type MatmulOptions,
  type PoolGeometry,
  type WindowGeometry,
} from '@neurona/backend';
import type { Lower, Step } from './step.js';

/** [N, H, W, C] → [N, C, H, W], and back. */
const channelsFirst = [0, 3, 1, 2];
const channelsLast = [0, 2, 3, 1];

const windowOf = ({ kernelSize, stride, dilation, padding }: WindowGeometry) => ({
  kernel_shape: kernelSize,
  strides: stride,
  dilations: dilation,
  pads: [padding.top, padding.left, padding.bottom, padding.right],
});

/** An operation on images with channels first. */
function onImages(
  { graph }: Step,
  op: string,
  [x, ...rest]: readonly [string, ...string[]],
  attributes: Parameters<typeof graph.add>[2],
): string {
  const [y] = graph.add(op, [graph.transpose(x, channelsFirst), ...rest], attributes);
  return graph.transpose(y, channelsLast);
}

/** What the windows of a transposed convolution don't reach of its output, at the bottom and at the right. */
function missingRows(geometry: ConvGeometry): number[] {
  const { inputShape, outputShape, kernelSize, stride, dilation, padding } = geometry;
  const reach = (axis: 0 | 1, pad: number): number =>
    (outputShape[axis + 1]! - 1) * stride[axis] + dilation[axis] * (kernelSize[axis] - 1) + 1 - pad;
  return [
    inputShape[1]! - reach(0, padding.top + padding.bottom),
    inputShape[2]! - reach(1, padding.left + padding.right),
  ];
}

/** Matrix products, convolutions and pooling. */
export const products: Readonly<Record<string, Lower>> = {
  matmul: (step) => {
    const { graph } = step;
    const { transposeA, transposeB, bias } = step.arg<MatmulOptions>(2);
    const turned = (i: number, isTurned: boolean | undefined): string => {
      const { length } = step.shape(i);
      const axes = Array.from({ length }, (_, axis) => axis);
      const swapped = [...axes.slice(0, -2), length - 1, length - 2];
      return isTurned ? graph.transpose(step.input(i), swapped) : step.input(i);
    };
    const [product] = graph.add('MatMul', [turned(0, transposeA), turned(1, transposeB)]);
    const added = bias && step.named(step.all<MatmulOptions>(2).map((options) => options.bias));
    return added ? graph.add('Add', [product, added])[0] : product;
  },
  conv2d: (step) => {
    const kernel = step.graph.transpose(step.input(1), [3, 2, 0, 1]); // [O, C / groups, KH, KW]
    const bias = step.arg(3) ? [step.input(3)] : [];
    return onImages(step, 'Conv', [step.input(0), kernel, ...bias], {
      ...step.fixed(2, windowOf),
      group: step.arg<ConvGeometry>(2).groups,
    });
  },
  conv2dInputGrad: (step) => {
    // What a transposed convolution is. Its output may be larger than the windows reach.
    const kernel = step.graph.transpose(step.input(1), [3, 2, 0, 1]); // [O, C / groups, KH, KW]
    return onImages(step, 'ConvTranspose', [step.input(0), kernel], {
      ...step.fixed(2, windowOf),
      group: step.arg<ConvGeometry>(2).groups,
      output_padding: step.fixed(2, missingRows),
    });
  },
  maxPool2d: (step) => {
    const { graph } = step;
    const window = step.fixed(1, windowOf);
    const pixels = step.all<PoolGeometry>(1).map(({ inputShape }) => [inputShape[1]! * inputShape[2]!]);
    const x = graph.transpose(step.input(0), channelsFirst);
    // Pooled twice: the nodes of indices are left out where nothing reads them.
    const [values] = graph.add('MaxPool', [x], window);
    const [, places] = graph.add('MaxPool', [x], window, 2);
    const [inImage] = graph.add('Mod', [places!, graph.sizes(pixels)]); // they count through the batch
    const [indices] = graph.add('Cast', [inImage], { to: 6 });
    return { values: graph.transpose(values, channelsLast), indices: graph.transpose(indices, channelsLast) };
  },
  avgPool2d: (step) => {
    const geometry = step.arg<PoolGeometry>(1);
    const { dilations, ...window } = step.fixed(1, windowOf);
    if (dilations.some((size) => size !== 1)) {
      throw new ArgumentError('exportONNX', {
        expected: 'average pooling without dilation',
        received: geometry.dilation,
      });
    }
    return onImages(step, 'AveragePool', [step.input(0)], {
      ...window,
      count_include_pad: Number(geometry.countPadding),
    });
  },
};
