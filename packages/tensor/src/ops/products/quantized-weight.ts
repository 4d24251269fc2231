import {
  ArgumentError,
  checkOptions,
  fourBitValues,
  type OptionTable,
  type QuantizedBits,
  ShapeError,
} from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import { noGrad } from '../../autograd/grad-mode.js';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import { tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { stack } from '../shape/concat.js';
import { unbind } from '../shape/split.js';
import { fromHalves, largestHalf, toHalves } from './half-floats.js';

/** Elements of a column that share a scale. */
const blockSize = 64;

/** Settings of {@link quantizeWeight}. */
export interface QuantizeWeightOptions {
  /** Bits of a weight: 16, 8 (default), or 4. */
  readonly bits?: QuantizedBits;
}

const quantizeOptions: OptionTable<QuantizeWeightOptions> = { bits: 8 };

/**
 * A weight `[inFeatures, outFeatures]` in 16, 8 or 4 bits, with a scale for every 64 inputs of an output: 16.5, 8.5 or 4.5 bits in all.
 * Values are float16 numbers (16 bits), integers from -127 to 127 (8 bits), or one of 16 of them that are as dense as a normal
 * distribution (4 bits, NF4).
 */
export interface QuantizedWeight {
  /** The codes of an output in a row, as int32: 2, 4 or 8 to a word. */
  readonly codes: Tensor;
  /** `[outFeatures, ⌈inFeatures / 64⌉]`. */
  readonly scales: Tensor;
  readonly bits: QuantizedBits;
  readonly inFeatures: number;
}

/**
 * Rounds a weight to 16, 8 or 4 bits by blocks of 64 inputs.
 *
 *     scale = max |w| / 127        code = the value nearest to w / scale
 *
 * With 16 bits the scale is a power of two that brings the largest weight of its block near the end of float16, so that a weight that was
 * stored in float16 stays as it is, and those that are not tiny beside the largest are normal numbers: processors are slow with others.
 *
 * Shape: weight `[inFeatures, outFeatures]`. No weight moves by more than 1/254 (8 bits) or 0.154 (4 bits) of the largest of its block, or
 * by 1/2048 of itself (16 bits, from 1e-8 of that on); the root mean square of normal weights' errors is 0.02 %, 0.6 % or 9 % of theirs.
 * @throws {@link ShapeError} if the weight is no matrix; {@link ArgumentError} for other bits.
 * @example
 * const { codes, scales } = quantizeWeight(tensor([[1], [-0.5]]), { bits: 8 });
 * await scales.data(); // => [0.007874]
 * codes.shape; // => [1, 16]
 * @see Dettmers et al., "QLoRA: Efficient Finetuning of Quantized LLMs", 2023, arXiv:2305.14314
 */
export function quantizeWeight(weight: TensorLike, options: QuantizeWeightOptions = {}): QuantizedWeight {
  const { bits = 8 } = checkOptions('quantizeWeight', options, quantizeOptions);
  if (bits !== 16 && bits !== 8 && bits !== 4)
    throw new ArgumentError('quantizeWeight', { expected: 'bits to be 16, 8 or 4', received: bits });
  const matrix = toTensor('quantizeWeight', weight);
  if (matrix.ndim !== 2) {
    throw new ShapeError('quantizeWeight', {
      expected: 'a weight [inFeatures, outFeatures]',
      received: matrix.shape,
    });
  }
  const [inFeatures, outFeatures] = matrix.shape as [number, number];
  const count = Math.ceil(inFeatures / blockSize);
  return noGrad(() => {
    const [codes, scales] = scoped(() => {
      const missing = count * blockSize - inFeatures;
      const columns = matrix
        .detach()
        .cast('float32')
        .t()
        .pad([
          [0, 0],
          [0, missing],
        ]);
      const blocks = columns.reshape([outFeatures, count, blockSize]);
      const most = blocks.abs().max({ axis: -1, keepDims: true }); // [out, B, 1]
      const [shares, values] = bits === 16 ? scaledByPowers(blocks, most) : scaledToBytes(blocks, most);
      const halves = encoders[bits](values).reshape([outFeatures, -1, 2]);
      return [joined(halves, 2 ** 16), shares.squeeze(-1)] as const;
    });
    return { codes, scales, bits, inFeatures };
  });
}

/** What a step of codes is worth, and blocks as multiples of it, from -127 to 127. */
function scaledToBytes(blocks: Tensor, most: Tensor): readonly [Tensor, Tensor] {
  const shares = most.div(127);
  return [shares, shares.greater(0).where(blocks.div(shares), 0)];
}

/** Exponents of the least and the largest scale of blocks of float16. */
const [leastPower, largestPower] = [-100, 114];

/** Powers of two, and blocks as multiples of them: the largest is 2¹² to 2¹⁶, however the logarithm is rounded, and ones that fit don't shrink. */
function scaledByPowers(blocks: Tensor, most: Tensor): readonly [Tensor, Tensor] {
  const { backend } = most;
  const powers = Array.from({ length: largestPower - leastPower + 1 }, (_, i) => 2 ** (leastPower + i));
  const exponent = most
    .maximum(2 ** (leastPower + 13))
    .log2()
    .floor()
    .sub(13 + leastPower);
  const limit = most.greater(largestHalf).where(powers.length - 1, -leastPower); // at most 2⁰ for what fits
  const ok = most.isFinite();
  const places = ok.where(exponent.minimum(limit), 0).cast('int32').flatten();
  const chosen = (values: readonly number[]): Tensor =>
    tensor(values, { backend }).indexSelect(0, places).reshape(most.shape);
  const multiples = blocks.mul(chosen(powers.map((power) => 1 / power)));
  return [ok.where(chosen(powers), Number.NaN), ok.where(multiples, 0)];
}

/** Indices of the nearest levels, two to a byte: those of each 16 in the low halves of 16 bytes, those of the next 16 in the high. */
function pairs(values: Tensor): Tensor {
  const middles = fourBitValues.slice(1).map((level, i) => (level + fourBitValues[i]!) / 2);
  const indices = middles
    .map((middle) => values.greater(middle).cast('int32'))
    .reduce((sum, one) => sum.add(one));
  const [low, high] = unbind(indices.reshape([-1, 2, 16]), { axis: 1 });
  return low!.add(high!.mul(16));
}

/** The codes of values, 16 bits of them at a time, from 0 to 65,535. */
const encoders: Readonly<Record<QuantizedBits, (values: Tensor) => Tensor>> = {
  16: toHalves,
  8: (values) => joined(values.round().cast('int32').remainder(256).reshape([-1, 2]), 2 ** 8),
  4: (values) => joined(pairs(values).reshape([-1, 2]), 2 ** 8),
};

/** The values of 16 bits of codes, as floats, `[..., 1, 2 or 4]`. */
const decoders: Readonly<Record<QuantizedBits, (halves: Tensor) => Tensor>> = {
  16: fromHalves,
  8: (halves) => {
    const bytes = parted(halves, 2 ** 8);
    return bytes.sub(bytes.greaterEqual(128).cast('float32').mul(256));
  },
  4: (halves) => levelsOf(parted(halves, 2 ** 8)),
};

/** Integers put together from two on the last axis, the first the lower; where they have 32 bits, the highest is the sign. */
function joined(pairs: Tensor, base: number): Tensor {
  const [low, high] = unbind(pairs, { axis: -1 }) as [Tensor, Tensor];
  if (base < 2 ** 16) return low.add(high.mul(base));
  const signed = high.sub(
    high
      .greaterEqual(base / 2)
      .cast('int32')
      .mul(base),
  );
  return low.add(signed.mul(base));
}

/** The lower and the higher part of integers, as floats on an axis of their own. All numbers are below 2²⁴, where float32 is exact. */
function parted(integers: Tensor, base: number): Tensor {
  const low = integers.remainder(base);
  const high = integers.sub(low).cast('float32').div(base).remainder(base);
  return stack([low.cast('float32'), high], { axis: -1 });
}

/** @internal A quantised weight, or an `ArgumentError`. */
export function checkQuantized(subject: string, weight: QuantizedWeight): QuantizedWeight {
  if (isTensor(weight?.codes) && isTensor(weight.scales)) return weight;
  throw new ArgumentError(subject, {
    expected: 'a quantised weight',
    received: weight,
    hint: 'Make one: quantizeWeight(weight).',
  });
}

/**
 * The weight that quantised ones stand for, as float32.
 *
 * Shape: `[inFeatures, outFeatures]`.
 * @throws {@link ArgumentError} if it is no quantised weight.
 * @example
 * const weight = tensor([[1], [-0.5]]);
 * await dequantizeWeight(quantizeWeight(weight, { bits: 8 })).data(); // => [1, -0.5039]
 */
export function dequantizeWeight(weight: QuantizedWeight): Tensor {
  const { codes, scales, bits, inFeatures } = checkQuantized('dequantizeWeight', weight);
  return scoped(() => {
    if (codes.backend.kernels.dequantize) return columnsOp([codes, scales], { bits, rows: inFeatures }).t();
    const [outFeatures, count] = scales.shape as [number, number];
    const values = decoders[bits](parted(codes, 2 ** 16));
    const columns = values.reshape([outFeatures, count, blockSize]).mul(scales.unsqueeze(-1));
    return columns
      .reshape([outFeatures, count * blockSize])
      .narrow(1, 0, inFeatures)
      .t();
  });
}

const columnsOp: Op<readonly Tensor[], Pick<QuantizedWeight, 'bits'> & { readonly rows: number }> = defineOp({
  name: 'dequantizeWeight',
  forward: (kernels, [codes, scales], settings) => ({
    output: kernels.dequantize!({ codes: codes!, scales: scales!, ...settings }),
  }),
});

/** What pairs of indices in bytes stand for. */
function levelsOf(bytes: Tensor): Tensor {
  const runs = bytes.reshape([-1, 16]);
  const low = runs.remainder(16);
  const indices = stack([low, runs.sub(low).div(16)], { axis: 1 }); // [runs, 2, 16]
  const levels = tensor(fourBitValues, { backend: bytes.backend });
  return levels.indexSelect(0, indices.flatten().cast('int32'));
}
