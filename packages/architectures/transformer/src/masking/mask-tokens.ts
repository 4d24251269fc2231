import {
  ArgumentError,
  checkArgument,
  checkCount,
  checkOptions,
  type OptionTable,
  randomValues,
} from '@neurona/backend';
import { type ExampleTransform, type HostArray, hostArray } from '@neurona/datasets';
import { type Generator, permutationArray } from '@neurona/tensor';

/** What {@link maskTokens} has to know of the tokens: a `PretrainedTokenizer`, or such numbers. */
export interface MaskableTokens {
  /** Number of tokens V. */
  readonly vocabSize: number;
  /** Number of the token that stands for what is to be guessed. */
  readonly maskId: number | undefined;
  /** Tokens that are neither guessed nor drawn: padding, beginnings and ends. Default `maskId` alone. */
  readonly specialIds?: readonly number[];
}

/** Settings of {@link maskTokens}. */
export interface MaskTokensOptions {
  /** Share of a text's tokens that are to be guessed, default 0.15; one at least. */
  readonly share?: number;
  /** Share of these that the mask replaces, default 0.8. */
  readonly masked?: number;
  /** Share of these that a random token replaces, default 0.1; the others stay as they are. */
  readonly random?: number;
  /** Target where nothing is to be guessed, default -100. */
  readonly ignoreIndex?: number;
}

const maskTokensOptions: OptionTable<MaskTokensOptions> = {
  share: 0.15,
  masked: 0.8,
  random: 0.1,
  ignoreIndex: -100,
};

/**
 * Makes examples for a masked language model, others each time: some of a text's tokens are hidden, and are what the model guesses.
 * Pass it to `mapDataset`; the loss is `crossEntropy` with `ignoreIndex: -100`.
 *
 * Of n tokens that are not special, max(1, round(share · n)) are chosen at random. Each of them is replaced by the mask with probability
 * `masked`, by a token drawn evenly with probability `random`, and stays otherwise, so that the model can't rely on any token.
 *
 * Fields: tokens int32 `[L]`, the first → inputs int32 `[L]`, targets int32 `[L]`: the token where one was chosen, elsewhere -100.
 * @param tokens - A tokenizer with a mask, or `vocabSize`, `maskId` and `specialIds`.
 * @param options - `share` (0.15), `masked` (0.8), `random` (0.1), `ignoreIndex` (-100).
 * @throws {@link ArgumentError} if there is no mask, the tokens are no integers or all special, or the shares aren't from 0 to 1 and
 * `masked` and `random` at most 1 together; when called, if the first field is not int32.
 * @example
 * const data = new ArrayDataset([hostArray(Int32Array.of(5, 6, 7, 8), [1, 4])]);
 * const masked = mapDataset(data, maskTokens({ vocabSize: 9, maskId: 0 }, { share: 0.5, masked: 1, random: 0 }));
 * const [inputs, targets] = await masked.get(0, new Generator(1));
 * [inputs.values, targets.values]; // => [[0, 6, 7, 0], [5, -100, -100, 8]]
 * @see Devlin et al., "BERT", 2018, arXiv:1810.04805, section 3.1; it draws random tokens from all, special ones too
 */
export function maskTokens(tokens: MaskableTokens, options: MaskTokensOptions = {}): ExampleTransform {
  const {
    share = 0.15,
    masked = 0.8,
    random = 0.1,
    ignoreIndex = -100,
  } = checkOptions('maskTokens', options, maskTokensOptions);
  checkShares({ share, masked, random, 'masked + random': masked + random });
  const { maskId, isSpecial, ordinary } = tokensOf(tokens);
  return ([field], rng) => {
    const ids = idsOf(field);
    const places = ids.flatMap((id, i) => (isSpecial.has(id) ? [] : [i]));
    const count = Math.min(places.length, Math.max(1, Math.round(share * places.length)));
    const chosen = permutationArray(places.length, rng).subarray(0, count);
    const chances = uniform(count, rng);
    const drawn = uniform(count, rng);
    const inputs = Int32Array.from(ids);
    const targets = new Int32Array(ids.length).fill(ignoreIndex);
    for (const [i, index] of chosen.entries()) {
      const place = places[index]!;
      targets[place] = ids[place]!;
      if (chances[i]! < masked) inputs[place] = maskId;
      else if (chances[i]! < masked + random)
        inputs[place] = ordinary[Math.floor(drawn[i]! * ordinary.length)]!;
    }
    return [hostArray(inputs), hostArray(targets)];
  };
}

const uniform = (count: number, rng: Generator) => randomValues('uniform', [count], rng.take(count));

/** The mask, and which tokens are special and which aren't. */
function tokensOf(tokens: MaskableTokens) {
  const { vocabSize, maskId, specialIds = [] } = checkArgument('maskTokens', 'tokens', tokens, 'record');
  checkCount('maskTokens', 'vocabSize', vocabSize);
  checkArgument('maskTokens', 'specialIds', specialIds, 'list');
  if (maskId === undefined || !Number.isInteger(maskId) || maskId < 0 || maskId >= vocabSize) {
    throw new ArgumentError('maskTokens', {
      expected: `maskId to be a token from 0 to ${vocabSize - 1}`,
      received: maskId,
      hint: 'trainWordPiece and the tokenizers of BERT have a mask.',
    });
  }
  const isSpecial = new Set([maskId, ...specialIds]);
  const ordinary = Array.from({ length: vocabSize }, (_, id) => id).filter((id) => !isSpecial.has(id));
  if (ordinary.length > 0) return { maskId, isSpecial, ordinary };
  throw new ArgumentError('maskTokens', {
    expected: 'tokens that are not special',
    received: `${vocabSize} special ones`,
  });
}

function checkShares(shares: Readonly<Record<string, number>>): void {
  for (const [name, share] of Object.entries(shares)) {
    if (share >= 0 && share <= 1) continue;
    throw new ArgumentError('maskTokens', { expected: `${name} from 0 to 1`, received: share });
  }
}

function idsOf(field: HostArray | undefined): number[] {
  if (field?.dtype === 'int32' && field.shape.length === 1) return Array.from(field.values);
  throw new ArgumentError('maskTokens', {
    expected: 'the first field of an example to be tokens, int32 [L]',
    received: field ? `${field.dtype} of shape [${field.shape}]` : 'no field',
  });
}
