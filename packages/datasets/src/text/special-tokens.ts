import { ArgumentError } from '@neurona/backend';

/** A special token: padding, unknown, and the beginning and the end of a text. */
export type SpecialToken = 'pad' | 'unk' | 'bos' | 'eos';

const all: readonly SpecialToken[] = ['pad', 'unk', 'bos', 'eos'];

/** @internal How special tokens are written. */
export const specialText = (token: SpecialToken): string => `<${token}>`;

/** @internal Special tokens without repetitions, in the order given: their index is their token id. */
export function checkSpecials(subject: string, specials: readonly string[]): readonly SpecialToken[] {
  const isRight =
    new Set(specials).size === specials.length &&
    specials.every((token) => all.includes(token as SpecialToken));
  if (isRight) return [...specials] as SpecialToken[];
  throw new ArgumentError(subject, {
    expected: `specials to be some of ${all.join(', ')}`,
    received: `[${specials.join(', ')}]`,
  });
}
