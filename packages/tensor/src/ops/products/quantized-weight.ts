import { ArgumentError, checkOptions, fourBitValues, type OptionTable, ShapeError } from '@neurona/backend';
import { noGrad } from '../../autograd/grad-mode.js';
import { isTensor, type TensorLike, toTensor } from '../../convert.js';
import { tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { stack } from '../shape/concat.js';
import { unbind } from '../shape/split.js';

/** Elements of a column that share a scale. */
const blockSize = 64;

/** Settings of {@link quantizeWeight}. */
export interface QuantizeWeightOptions {
  /** Bits of a weight: 8 (default), or 4. */
  readonly bits?: 8 | 4;
}

const quantizeOptions: OptionTable<QuantizeWeightOptions> = { bits: 8 };

/**
 * A weight `[inFeatures, outFeatures]` in 8 or 4 bits, with a scale for every 64 inputs of an output: 8.5 or 4.5 bits in all. Values are
 * integers from -127 to 127 (8 bits), or one of 16 of them that are as dense as a normal distribution (4 bits, NF4).
 */
export interface QuantizedWeight {
  /** The codes of an output in a row, as int32: 4 or 8 to a word. */
  readonly codes: Tensor;
  /** `[outFeatures, ⌈inFeatures / 64⌉]`. */
  readonly scales: Tensor;
  readonly bits: 8 | 4;
  readonly inFeatures: number;
}

/**
 * Rounds a weight to 8 or 4 bits by blocks of 64 inputs.
 *
 *     scale = max |w| / 127        code = the value nearest to w / scale
 *
 * Shape: weight `[inFeatures, outFeatures]`. No weight moves by more than 1/254 (8 bits) or 0.154 (4 bits) of the largest of its block;
 * the root mean square of normal weights' errors is 0.6 % or 9 % of theirs.
 * @throws {@link ShapeError} if the weight is no matrix; {@link ArgumentError} for other bits.
 * @example
 * const { codes, scales } = quantizeWeight(tensor([[1], [-0.5]]), { bits: 8 });
 * await scales.data(); // => [0.007874]
 * codes.shape; // => [1, 16]
 * @see Dettmers et al., "QLoRA: Efficient Finetuning of Quantized LLMs", 2023, arXiv:2305.14314
 */
export function quantizeWeight(weight: TensorLike, options: QuantizeWeightOptions = {}): QuantizedWeight {
  const { bits = 8 } = checkOptions('quantizeWeight', options, quantizeOptions);
  if (bits !== 8 && bits !== 4)
    throw new ArgumentError('quantizeWeight', { expected: 'bits to be 8 or 4', received: bits });
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
      const shares = blocks.abs().max({ axis: -1, keepDims: true }).div(127); // [out, B, 1]
      const values = shares.greater(0).where(blocks.div(shares), 0);
      const bytes = bits === 8 ? values.round().cast('int32').remainder(256) : pairs(values);
      return [wordsOf(bytes.reshape([outFeatures, -1, 4])), shares.squeeze(-1)] as const;
    });
    return { codes, scales, bits, inFeatures };
  });
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

/** Words of bytes from 0 to 255, the first of each four in the lowest place. */
function wordsOf(bytes: Tensor): Tensor {
  const [b0, b1, b2, b3] = unbind(bytes, { axis: -1 }) as [Tensor, Tensor, Tensor, Tensor];
  const top = b3.sub(b3.greaterEqual(128).cast('int32').mul(256)); // its highest bit is the word's sign
  return b0
    .add(b1.mul(2 ** 8))
    .add(b2.mul(2 ** 16))
    .add(top.mul(2 ** 24));
}

/** Bytes of words, from 0 to 255, on an axis of their own. All numbers are below 2²⁴, where float32 is exact. */
function bytesOf(words: Tensor): Tensor {
  const low = words.remainder(2 ** 16);
  const high = words
    .sub(low)
    .cast('float32')
    .div(2 ** 16)
    .remainder(2 ** 16);
  const bytes = [low.cast('float32'), high].flatMap((half) => {
    const first = half.remainder(256);
    return [first, half.sub(first).div(256)];
  });
  return stack(bytes, { axis: -1 });
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
    const [outFeatures, count] = scales.shape as [number, number];
    const bytes = bytesOf(codes); // [out, words, 4]
    const values = bits === 8 ? bytes.sub(bytes.greaterEqual(128).cast('float32').mul(256)) : levelsOf(bytes);
    const columns = values.reshape([outFeatures, count, blockSize]).mul(scales.unsqueeze(-1));
    return columns
      .reshape([outFeatures, count * blockSize])
      .narrow(1, 0, inFeatures)
      .t();
  });
}

/** What pairs of indices in bytes stand for. */
function levelsOf(bytes: Tensor): Tensor {
  const runs = bytes.reshape([-1, 16]);
  const low = runs.remainder(16);
  const indices = stack([low, runs.sub(low).div(16)], { axis: 1 }); // [runs, 2, 16]
  const levels = tensor(fourBitValues, { backend: bytes.backend });
  return levels.indexSelect(0, indices.flatten().cast('int32'));
}
