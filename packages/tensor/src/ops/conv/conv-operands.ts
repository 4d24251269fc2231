// internal
import { ArgumentError, describeShape, type Shape, ShapeError } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';

/** Operands of a convolution, float32. */
export function convOperands(
  subject: string,
  x: TensorLike,
  weight: TensorLike,
  bias: TensorLike | undefined,
): [Tensor, Tensor, Tensor | undefined] {
  const input = cast(toTensor(subject, x), 'float32');
  const w = cast(toTensor(subject, weight, input), 'float32');
  return [input, w, bias === undefined ? undefined : cast(toTensor(subject, bias, input), 'float32')];
}

/**
 * Checks the operands of a convolution.
 * @param layout - Names of the axes of a batch; without the first for a single example.
 * @throws {@link ShapeError} if ranks, channels or the bias don't agree.
 * @throws {@link ArgumentError} if the groups don't divide the channels.
 */
export function checkConv(
  subject: string,
  layout: readonly string[],
  input: Shape,
  weight: Shape,
  bias: Shape | undefined,
  groups = 1,
): void {
  const ndim = layout.length;
  if ((input.length !== ndim && input.length !== ndim - 1) || weight.length !== ndim) {
    const single = `[${layout.slice(1).join(', ')}]`;
    const kernel = layout.slice(1, -1).map((axis) => `K${ndim === 3 ? '' : axis}, `);
    throw new ShapeError(subject, {
      expected: `x [${layout.join(', ')}] or ${single} and a weight [${kernel.join('')}C / groups, O]`,
      received: `${describeShape(input)} and ${describeShape(weight)}`,
    });
  }
  const [perGroup, outChannels] = weight.slice(-2) as [number, number];
  if (!Number.isInteger(groups) || groups < 1 || outChannels % groups !== 0) {
    throw new ArgumentError(subject, {
      expected: 'groups that divide the output channels',
      received: groups,
      where: `the weight has shape ${describeShape(weight)}`,
    });
  }
  const channels = perGroup * groups;
  if (input.at(-1) !== channels) {
    throw new ShapeError(subject, {
      expected: `${channels} input channels`,
      received: input.at(-1),
      where: `x has shape ${describeShape(input)}`,
      hint: channelsHint(layout.slice(-input.length), input, channels),
    });
  }
  checkBias(subject, bias, outChannels, weight);
}

/** Checks that a bias, if there is one, has a number for each output channel. */
function checkBias(subject: string, bias: Shape | undefined, outChannels: number, weight: Shape): void {
  if (!bias || (bias.length === 1 && bias[0] === outChannels)) return;
  throw new ShapeError(subject, {
    expected: `a bias of shape [${outChannels}]`,
    received: describeShape(bias),
    where: `the weight has shape ${describeShape(weight)}`,
  });
}

/** What to do about a wrong number of channels: say the layout, and the permutation if channels are first. */
function channelsHint(layout: readonly string[], input: Shape, channels: number): string {
  const first = layout[0] === 'N' ? 1 : 0;
  const axes = input.map((_, axis) => axis);
  const order = [...axes.slice(0, first), ...axes.slice(first + 1), first];
  const advice = input[first] === channels ? `; permute x to ${describeShape(order)}` : '';
  return `Inputs are [${layout.join(', ')}]${advice}.`;
}
