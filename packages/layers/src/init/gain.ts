import { ArgumentError } from '@neurona/backend';

/** The activation after a layer, which its initial weights depend on. */
export type Nonlinearity = 'linear' | 'conv' | 'sigmoid' | 'tanh' | 'relu' | 'leakyRelu' | 'selu';

const gains: Record<Exclude<Nonlinearity, 'leakyRelu'>, number> = {
  linear: 1,
  conv: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  selu: 3 / 4,
};

/**
 * The factor of the standard deviation of weights for the activation that follows.
 *
 *     linear, conv, sigmoid 1 · tanh 5/3 · relu √2 · leakyRelu √(2 / (1 + negativeSlope²)) · selu 3/4
 *
 * @param nonlinearity - The activation that follows.
 * @param negativeSlope - Of `leakyRelu`, default 0.01.
 * @throws {@link ArgumentError} if the name is unknown.
 * @example
 * gainOf('leakyRelu', 1); // => 1
 */
export function gainOf(nonlinearity: Nonlinearity, negativeSlope = 0.01): number {
  if (nonlinearity === 'leakyRelu') return Math.sqrt(2 / (1 + negativeSlope ** 2));
  if (Object.hasOwn(gains, nonlinearity)) return gains[nonlinearity];
  throw new ArgumentError('gainOf', {
    expected: `one of ${[...Object.keys(gains), 'leakyRelu'].join(', ')}`,
    received: nonlinearity,
  });
}
