// internal
import {
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  einsum,
  matmul,
  pad,
  type Tensor,
} from '@neurona/tensor';
import type { NodeCall, Operation } from '../node-call.js';

/** [N, C, ...] → [N, ..., C], and back. */
export const channelsLast = (x: Tensor): Tensor => x.permute([0, ...spatial(x).map((axis) => axis + 1), 1]);
export const channelsFirst = (x: Tensor): Tensor => x.permute([0, x.ndim - 1, ...spatial(x)]);
const spatial = (x: Tensor): number[] => Array.from({ length: x.ndim - 2 }, (_, i) => i + 1);

/** How windows lie along each spatial axis. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Attributes of windows over images `[N, C, ...]`. */
export function windowsOf(call: NodeCall, x: Tensor, kernelShape: readonly number[]): Windows {
  const sizes = x.shape.slice(2);
  const ones = sizes.map(() => 1);
  const kernel = call.list('kernel_shape') ?? kernelShape;
  const stride = call.list('strides') ?? ones;
  const dilation = call.list('dilations') ?? ones;
  const padding = call.text('auto_pad', 'NOTSET');
  const pads = call.list('pads') ?? sizes.flatMap(() => [0, 0]);
  if (
    [kernel, stride, dilation].some(({ length }) => length !== sizes.length) ||
    pads.length !== 2 * sizes.length
  )
    throw call.failure(
      `settings of ${sizes.length} axes`,
      `a kernel of ${kernel.length}, ${pads.length} paddings`,
    );
  if (padding === 'NOTSET' || padding === 'VALID') {
    const [before, after] = padding === 'VALID' ? [pads.map(() => 0), []] : [pads, pads.slice(sizes.length)];
    return {
      kernel,
      stride,
      dilation,
      before: before.slice(0, sizes.length),
      after: padding === 'VALID' ? ones.map(() => 0) : after,
    };
  }
  const total = sizes.map((size, i) =>
    Math.max(0, (Math.ceil(size / stride[i]!) - 1) * stride[i]! + dilation[i]! * (kernel[i]! - 1) + 1 - size),
  );
  const less = total.map((all) => Math.floor(all / 2));
  const more = total.map((all, i) => all - less[i]!);
  return {
    kernel,
    stride,
    dilation,
    ...(padding === 'SAME_LOWER' ? { before: more, after: less } : { before: less, after: more }),
  };
}

/** Images `[N, ..., C]` with what is around them, where the sides differ; and the padding that is left to do, the same on both sides. */
export function evenlyPadded(
  x: Tensor,
  { before, after }: Windows,
  value: number,
): [Tensor, readonly number[]] {
  if (before.every((size, i) => size === after[i])) return [x, before];
  const widths = [[0, 0], ...before.map((size, i) => [size, after[i]!]), [0, 0]] as const;
  return [pad(x, widths as unknown as [number, number][], { value }), before.map(() => 0)];
}

/** Settings of one axis as a number, of several as a list. */
export const each = <T>(values: readonly number[]): T => (values.length === 1 ? values[0] : values) as T;

const convolutions = [conv1d, conv2d, conv3d] as unknown as readonly (typeof conv2d)[];
const transposed = [
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
] as unknown as readonly (typeof convTranspose2d)[];

function rankOf<T>(call: NodeCall, functions: readonly T[], ndim: number): T {
  const found = functions[ndim - 3];
  if (found) return found;
  throw call.failure('sequences, images or volumes [N, C, ...]', `${ndim} axes`);
}

const conv: Operation = (call) => {
  const [x, w] = [call.tensor(0), call.tensor(1)];
  const run = rankOf(call, convolutions, x.ndim);
  const windows = windowsOf(call, x, w.shape.slice(2));
  const [input, padding] = evenlyPadded(channelsLast(x), windows, 0);
  const kernel = w.permute([...spatial(w).map((axis) => axis + 1), 1, 0]); // [KH, KW, C / groups, O]
  const settings = {
    stride: each<number>(windows.stride),
    padding: each<number>(padding),
    dilation: each<number>(windows.dilation),
    groups: call.attribute('group', 1),
  };
  return channelsFirst(run(input, kernel, call.optional(2), settings));
};

const convTranspose: Operation = (call) => {
  const [x, w] = [call.tensor(0), call.tensor(1)];
  const run = rankOf(call, transposed, x.ndim);
  if (call.node.attributes.has('output_shape')) throw call.failure('pads, not output_shape', 'output_shape');
  const { stride, dilation, before, after } = windowsOf(call, x, w.shape.slice(2));
  const groups = call.attribute('group', 1);
  const extra = call.list('output_padding') ?? before.map(() => 0);
  const [channels, each0, ...kernel] = w.shape as [number, number, ...number[]];
  const axes = kernel.map((_, i) => i + 3);
  // [G, C / G, M / G, ...] → [..., C / G, G · M / G]
  const grouped = w.reshape([groups, channels / groups, each0, ...kernel]).permute([...axes, 1, 0, 2]);
  const weight = grouped.reshape([...kernel, channels / groups, groups * each0]);
  const settings = { stride: each<number>(stride), dilation: each<number>(dilation), groups };
  const isEven = before.every(
    (size, i) => size === after[i] && extra[i]! < Math.max(stride[i]!, dilation[i]!),
  );
  if (isEven) {
    const around = { padding: each<number>(before), outputPadding: each<number>(extra) };
    return channelsFirst(run(channelsLast(x), weight, call.optional(2), { ...settings, ...around }));
  }
  const whole = run(channelsLast(x), weight, undefined, settings);
  const widths = [[0, 0], ...before.map((size, i) => [-size, extra[i]! - after[i]!]), [0, 0]];
  const cut = pad(whole, widths as [number, number][]);
  const bias = call.optional(2);
  return channelsFirst(bias ? cut.add(bias) : cut);
};

const gemm: Operation = (call) => {
  const [alpha, beta] = [call.attribute('alpha', 1), call.attribute('beta', 1)];
  const product = matmul(call.tensor(0), call.tensor(1), {
    transposeA: call.attribute('transA', 0) === 1,
    transposeB: call.attribute('transB', 0) === 1,
  });
  const scaled = alpha === 1 ? product : product.mul(alpha);
  const c = call.optional(2);
  return c ? scaled.add(beta === 1 ? c : c.mul(beta)) : scaled;
};

/** Matrix products and convolutions. */
export const products: Readonly<Record<string, Operation>> = {
  MatMul: (call) => matmul(call.tensor(0), call.tensor(1)),
  Gemm: gemm,
  Einsum: (call) => einsum(call.text('equation', ''), ...call.inputs.map((_, i) => call.tensor(i))),
  Conv: conv,
  ConvTranspose: convTranspose,
};
