import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
  sameShape,
  withDefaults,
} from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import { checkTensor, checkTensors } from '../../convert.js';
import { type CreateOptions, tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { concat, stack } from '../shape/concat.js';
import { reshape } from '../shape/reshape.js';
import { sliceAxis } from './box.js';
import { select } from './slice.js';

/** Settings of {@link sinusoidalEncoding}. */
export interface SinusoidalFunctionOptions extends Pick<CreateOptions, 'backend'> {
  /** Wavelengths are from 2π to this times 2π, default 10000. */
  readonly base?: number | undefined;
  /** Position of the first row, default 0. */
  readonly offset?: number | undefined;
}

const sinusoidalOptions = { base: 10000, offset: 0, backend: undefined };

/**
 * Positions as sines and cosines of falling frequency, side by side.
 *
 *     y[p, 2i] = sin(p · base^(-2i / E))        y[p, 2i + 1] = cos(p · base^(-2i / E))
 *
 * Shape: → `[length, embedDim]`
 * @param options - `base` (10000), `offset` (0), `backend`.
 * @throws {@link ArgumentError} if a size is not an integer, or negative.
 * @example
 * await sinusoidalEncoding(2, 2).array(); // => [[0, 1], [0.8415, 0.5403]]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
 */
export function sinusoidalEncoding(
  length: number,
  embedDim: number,
  options: SinusoidalFunctionOptions = {},
): Tensor {
  const { base, offset, backend } = withDefaults('sinusoidalEncoding', options, sinusoidalOptions);
  checkSizes('sinusoidalEncoding', { length, embedDim, offset });
  const values = new Float32Array(length * embedDim);
  for (let k = 0; k < values.length; k++) {
    const column = k % embedDim;
    const isCosine = column % 2 === 1;
    const angle =
      (offset + Math.floor(k / embedDim)) * base ** ((isCosine ? 1 - column : -column) / embedDim);
    values[k] = isCosine ? Math.cos(angle) : Math.sin(angle);
  }
  return tensor(values, { ...(backend && { backend }), shape: [length, embedDim] });
}

/** Cosines and sines of the angles that {@link rotary} turns by, `[..., L, D / 2]` each. */
export interface RotaryTable {
  readonly cos: Tensor;
  readonly sin: Tensor;
}

/**
 * The angles of rotary positions.
 *
 *     angle[p, i] = p · base^(-2i / D)
 *
 * Shape: → cos and sin `[length, size / 2]`
 * @param size - Features of a head, D: an even number.
 * @param options - `base` (10000), `offset` (0), `backend`.
 * @throws {@link ArgumentError} if the size is odd.
 * @example
 * await rotaryTable(2, 4).sin.array(); // => [[0, 0], [0.8415, 0.01]]
 */
export function rotaryTable(
  length: number,
  size: number,
  options: SinusoidalFunctionOptions = {},
): RotaryTable {
  const { base, offset, backend } = withDefaults('rotaryTable', options, sinusoidalOptions);
  checkSizes('rotaryTable', { length, size, offset });
  checkEven('rotaryTable', size);
  const half = size / 2;
  const angles = Float64Array.from(
    { length: length * half },
    (_, k) => (offset + Math.floor(k / half)) * base ** ((-2 * (k % half)) / size),
  );
  const shape = [length, half];
  return {
    cos: tensor(Float32Array.from(angles, Math.cos), { ...(backend && { backend }), shape }),
    sin: tensor(Float32Array.from(angles, Math.sin), { ...(backend && { backend }), shape }),
  };
}

/** Settings of {@link rotary}. */
export interface RotaryFunctionOptions {
  /** Whether pairs are neighbours, as in the paper; default false: the halves are paired, as in LLaMA's and GPT-NeoX's weights. */
  readonly interleaved?: boolean | undefined;
}

const rotaryOptions: OptionTable<RotaryFunctionOptions> = { interleaved: false };

/**
 * Rotary positions: turns each pair of features by an angle that grows with the position, so that the product of a query and a
 * key depends on their distance alone.
 *
 *     y_a = x_a · cos - x_b · sin        y_b = x_b · cos + x_a · sin        (a, b) a pair of features
 *
 * Shape: x `[..., L, D]`, table `[L, D / 2]`, or `[..., L, D / 2]` where positions differ along leading axes, → same shape as x.
 * @param table - From {@link rotaryTable}, for these positions.
 * @param options - `interleaved` (false).
 * @throws {@link ShapeError} if the table doesn't fit.
 * @example
 * await rotary(tensor([[1, 0], [1, 0]]), rotaryTable(2, 2)).array(); // => [[1, 0], [0.5403, 0.8415]]
 * @see Su et al., "RoFormer: Enhanced Transformer with Rotary Position Embedding", 2021, arXiv:2104.09864
 */
export function rotary(x: Tensor, table: RotaryTable, options: RotaryFunctionOptions = {}): Tensor {
  checkOptions('rotary', options, rotaryOptions);
  checkTensor('rotary', x);
  checkArgument('rotary', 'table', table, 'record', 'Make it with rotaryTable(length, size).');
  const [cos, sin] = checkTensors('rotary', 'table.cos and table.sin', [table.cos, table.sin]) as [
    Tensor,
    Tensor,
  ];
  const half = cos.shape.at(-1)!;
  if (x.ndim < 2 || x.shape.at(-1) !== 2 * half || x.shape.at(-2) !== cos.shape.at(-2)) {
    throw new ShapeError('rotary', {
      expected: `x of shape [..., ${cos.shape.at(-2)}, ${2 * half}]`,
      received: describeShape(x.shape),
      where: `the table has shape ${describeShape(cos.shape)}`,
    });
  }
  if (!options.interleaved && isFused(x, cos, sin)) return rotaryOp([x, cos, sin], undefined);
  return scoped(() => {
    const last = x.ndim - 1;
    const turn = (a: Tensor, b: Tensor): [Tensor, Tensor] => [
      a.mul(cos).sub(b.mul(sin)),
      b.mul(cos).add(a.mul(sin)),
    ];
    if (!options.interleaved) {
      return concat(turn(sliceAxis(x, last, 0, half), sliceAxis(x, last, half, half)), { axis: -1 });
    }
    const pairs = reshape(x, [...x.shape.slice(0, -1), half, 2]);
    const turned = stack(turn(select(pairs, -1, 0), select(pairs, -1, 1)), { axis: -1 });
    return reshape(turned, x.shape);
  });
}

const rotaryOp: Op<readonly [x: Tensor, cos: Tensor, sin: Tensor], undefined> = defineOp({
  name: 'rotary',
  forward: (kernels, [x, cos, sin]) => ({ output: kernels.rotary!(x, cos, sin), saved: [cos, sin] }),
  // Turned back. The table is a constant.
  backward: ([cos, sin], grad) => [rotaryOp([grad, cos!, sin!.neg()], undefined), undefined, undefined],
});

/** Whether there is a kernel for these: floats, and a constant table whose leading axes are x's first ones, the others 1. */
function isFused(x: Tensor, cos: Tensor, sin: Tensor): boolean {
  if (!x.backend.kernels.rotary || cos.requiresGrad || sin.requiresGrad) return false;
  if (!sameShape(cos.shape, sin.shape) || [x, cos, sin].some(({ dtype }) => dtype !== 'float32'))
    return false;
  const leading = cos.shape.slice(0, -2);
  const own = leading.findLastIndex((size) => size !== 1) + 1;
  if (own === 0) return leading.length <= x.ndim - 2;
  return leading.length === x.ndim - 2 && sameShape(leading.slice(0, own), x.shape.slice(0, own));
}

function checkSizes(subject: string, sizes: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(sizes)) {
    if (Number.isInteger(value) && value >= 0) continue;
    throw new ArgumentError(subject, {
      expected: `${name} to be an integer of at least 0`,
      received: value,
    });
  }
}

function checkEven(subject: string, size: number): void {
  if (size % 2 !== 0)
    throw new ArgumentError(subject, { expected: 'an even number of features', received: size });
}
