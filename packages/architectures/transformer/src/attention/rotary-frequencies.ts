import { ArgumentError } from '@neurona/backend';

/** How rotary positions are stretched, so that a model reads longer texts than it was first trained on. */
export type RotaryScaling =
  | {
      /** Positions are divided by `factor`. */
      readonly type: 'linear';
      readonly factor: number;
    }
  | {
      /** Slow frequencies are divided by `factor`, fast ones are kept, and those between are mixed. */
      readonly type: 'llama3';
      readonly factor: number;
      /** Wavelengths over `originalContextLength / lowFrequencyFactor` are slow. */
      readonly lowFrequencyFactor: number;
      /** Wavelengths under `originalContextLength / highFrequencyFactor` are fast. */
      readonly highFrequencyFactor: number;
      readonly originalContextLength: number;
    }
  | {
      /** The same by the place of a frequency among all, and queries and keys grow by `attentionFactor`. */
      readonly type: 'yarn';
      readonly factor: number;
      readonly originalContextLength: number;
      /** Frequencies that turn at least so often within `originalContextLength` are kept, default 32. */
      readonly fastTurns?: number;
      /** Those that turn at most so often are divided by `factor`, default 1. */
      readonly slowTurns?: number;
      /** What queries and keys are multiplied by, default `0.1 · ln(factor) + 1`. */
      readonly attentionFactor?: number | undefined;
    };

/** Names of the ways to stretch positions. */
export const rotaryScalings: readonly RotaryScaling['type'][] = ['linear', 'llama3', 'yarn'];

/**
 * @internal The angle by which each pair of features turns from one position to the next, `size / 2` of them.
 *
 *     angle_i = base^(-2i / size)
 *
 * @see Su et al., "RoFormer", 2021, arXiv:2104.09864; Chen et al., "Extending Context Window of Large Language Models via Positional
 * Interpolation", 2023, arXiv:2306.15595 (linear); Grattafiori et al., "The Llama 3 Herd of Models", 2024, arXiv:2407.21783;
 * Peng et al., "YaRN: Efficient Context Window Extension of Large Language Models", 2023, arXiv:2309.00071, with whole places as ends of the
 * mixed frequencies, as in transformers
 */
export function rotaryFrequencies(
  size: number,
  base: number,
  scaling: RotaryScaling | undefined,
): Float64Array {
  const plain = Float64Array.from({ length: size / 2 }, (_, i) => base ** ((-2 * i) / size));
  if (!scaling) return plain;
  if (!rotaryScalings.includes(scaling.type) || !(scaling.factor > 0)) {
    throw new ArgumentError('rotaryScaling', {
      expected: `a type among ${rotaryScalings.join(', ')} and a factor over 0`,
      received: scaling,
    });
  }
  const { factor } = scaling;
  if (scaling.type === 'linear') return plain.map((frequency) => frequency / factor);
  if (scaling.type === 'yarn') {
    const { originalContextLength, fastTurns = 32, slowTurns = 1 } = scaling;
    const placeOf = (turns: number): number =>
      (size * Math.log(originalContextLength / (turns * 2 * Math.PI))) / (2 * Math.log(base));
    const first = Math.max(Math.floor(placeOf(fastTurns)), 0);
    const last = Math.min(Math.ceil(placeOf(slowTurns)), size - 1);
    const width = last === first ? 0.001 : last - first;
    return plain.map((frequency, i) => {
      const share = Math.min(Math.max((i - first) / width, 0), 1); // of the frequency that is divided
      return share * (frequency / factor) + (1 - share) * frequency;
    });
  }
  const { lowFrequencyFactor: low, highFrequencyFactor: high, originalContextLength } = scaling;
  return plain.map((frequency) => {
    const turns = (originalContextLength * frequency) / (2 * Math.PI); // within the original context
    const share = Math.min(Math.max((turns - low) / (high - low), 0), 1); // of the frequency as it is
    return (1 - share) * (frequency / factor) + share * frequency;
  });
}

/** @internal What queries and keys are multiplied by. */
export const rotaryGrowth = (scaling: RotaryScaling | undefined): number =>
  scaling?.type === 'yarn' ? (scaling.attentionFactor ?? 0.1 * Math.log(scaling.factor) + 1) : 1;
