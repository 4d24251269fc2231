// internal: float16 numbers as their bits, sign 1, exponent 5, mantissa 10. All operations are exact in float32.
import { tensor } from '../../create.js';
import type { Tensor } from '../../tensor.js';

/** The largest of them. */
export const largestHalf = 65504;

const table = (exponents: readonly number[], { backend }: Tensor): Tensor =>
  tensor(
    exponents.map((exponent) => 2 ** exponent),
    { backend },
  );
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

/** The bits of the numbers next to x, which are at most {@link largestHalf}, as int32 from 0 to 65,535. */
export function toHalves(x: Tensor): Tensor {
  const size = x.abs();
  const split = size.mul(2 ** 13 + 1);
  const normal = split.sub(split.sub(size)); // 11 digits in base 2
  const subnormal = size.add(0.75).sub(0.75); // a multiple of 2⁻²⁴
  const rounded = size.less(2 ** -14).where(subnormal, normal);
  const between = rounded.maximum(2 ** -14).mul(1 + 2 ** -12); // never near a power of two, where a logarithm may err
  const exponent = between.log2().floor().add(14).cast('int32'); // 0 to 29
  const factors = table(
    upTo(30).map((i) => 24 - i),
    x,
  );
  const units = factors.indexSelect(0, exponent.flatten()).reshape(x.shape);
  const magnitude = exponent.mul(1024).add(rounded.mul(units).cast('int32'));
  return x
    .less(0)
    .cast('int32')
    .mul(2 ** 15)
    .add(magnitude);
}

/** The numbers of bits from 0 to 65,535, which are floats. */
export function fromHalves(bits: Tensor): Tensor {
  const isNegative = bits.greaterEqual(2 ** 15).cast('float32');
  const magnitude = bits.sub(isNegative.mul(2 ** 15));
  const exponent = magnitude.div(1024).floor();
  const mantissa = magnitude.sub(exponent.mul(1024)).add(exponent.greater(0).cast('float32').mul(1024));
  const factors = table(
    upTo(32).map((i) => Math.max(i, 1) - 25),
    bits,
  );
  const units = factors.indexSelect(0, exponent.flatten().cast('int32')).reshape(bits.shape);
  return mantissa.mul(units).mul(isNegative.mul(-2).add(1));
}
