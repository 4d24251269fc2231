// internal
import type { Operation } from '../node-call.js';

/** Small integers as what they stand for: (x - zero) · scale, by channel where there are several scales. */
const dequantized: Operation = (call) => {
  const [x, scale] = [call.tensor(0), call.tensor(1)];
  const zero = call.optional(2);
  const along = (y: typeof x): typeof x => {
    if (y.ndim === 0 || y.size === 1) return y.reshape([]);
    const axis = call.axis(call.attribute('axis', 1), x.ndim);
    return y.reshape(x.shape.map((_, i) => (i === axis ? y.size : 1)));
  };
  const centred = zero ? x.sub(along(zero)) : x;
  return centred.cast('float32').mul(along(scale));
};

/** What reads quantised weights. */
export const quantized: Readonly<Record<string, Operation>> = { DequantizeLinear: dequantized };
