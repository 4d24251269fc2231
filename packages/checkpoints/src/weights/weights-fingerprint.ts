import { checkArgument } from '@neurona/backend';
import { checkTensor, type Tensor } from '@neurona/tensor';

/**
 * Eight digits that differ where names, shapes or values of weights do: by them one sees whether a model is the one that something
 * was made for, as adapters or a checkpoint without frozen parameters. It is for mistakes, and no protection from forgers. Values are read
 * one tensor after another, and those of the same bits give the same on every device; zeros of both signs, and numbers so small that
 * devices take them for zero, count as zero.
 * @param weights - Tensors by name, as a state dictionary; their order is of no matter.
 * @throws {@link ArgumentError} if they are no object.
 * @example
 * const weights = { bias: tensor([0, 1]), weight: tensor([2]) };
 * const digits = await weightsFingerprint(weights);
 * digits === (await weightsFingerprint({ weight: tensor([2]), bias: tensor([-0, 1]) })); // => true
 * digits === (await weightsFingerprint({ ...weights, weight: tensor([3]) })); // => false
 */
export async function weightsFingerprint(weights: Readonly<Record<string, Tensor>>): Promise<string> {
  checkArgument('weightsFingerprint', 'weights', weights, 'record');
  let hash = 0;
  for (const name of Object.keys(weights).sort()) {
    const { dtype, shape } = checkTensor('weightsFingerprint', weights[name]!, name);
    hash = mixedWith(hash, wordsOf(new TextEncoder().encode(JSON.stringify([name, dtype, shape]))), false);
    const { buffer, byteOffset, byteLength } = await weights[name]!.data();
    const isFloat = dtype === 'float32';
    const words = isFloat
      ? new Uint32Array(buffer, byteOffset, byteLength / 4)
      : wordsOf(new Uint8Array(buffer, byteOffset, byteLength));
    hash = mixedWith(hash, words, isFloat);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Bytes as words of their own: the loop below is fast as long as it meets arrays of one kind. */
const wordsOf = (bytes: Uint8Array): Uint32Array => Uint32Array.from(bytes);

/** A hash with more words in it, by the rounds of MurmurHash3; of float32 numbers, zeros and subnormal ones count as zero. */
function mixedWith(start: number, words: Uint32Array, isFloat: boolean): number {
  let hash = start;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const first = Math.imul(isFloat && (word & 0x7f800000) === 0 ? 0 : word, 0xcc9e2d51);
    hash ^= Math.imul((first << 15) | (first >>> 17), 0x1b873593);
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  return hash;
}
