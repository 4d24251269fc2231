import englishRules from 'cldr-rbnf/rbnf/en.json';
import spanishRules from 'cldr-rbnf/rbnf/es.json';
import { describe, expect, it } from 'vitest';
import {
  CharacterTokenizer,
  type NumberLanguage,
  numberName,
  numberNames,
  padCollate,
  tokenizePairs,
  WordTokenizer,
} from '../../index.js';

type RuleSets = Readonly<Record<string, readonly (readonly [base: string, text: string])[]>>;

/** Unicode's rules; the package also names the file that they were made from. */
const publishedRules = { es: spanishRules, en: englishRules } as unknown as Readonly<
  Record<NumberLanguage, { readonly rbnf: { readonly rbnf: { readonly SpelloutRules: RuleSets } } }>
>;

/**
 * Names integers by rules as Unicode's technical standard 35 (part 3, number formatting) has them. The rule with the largest
 * base that is not above n applies; its divisor is the largest power of ten in its base. In its text, ←…← stands for the name of
 * the quotient, →…→ for that of the remainder (by the same set of rules, or the one named), =%set= for n itself by another set;
 * what is in brackets is left out if nothing remains.
 */
function ruleFormatter(sets: RuleSets): (n: number, set: string) => string {
  const numbered = Object.entries(sets).filter(([, rules]) => Array.isArray(rules));
  const parsed = new Map(numbered.map(([name, rules]) => [name, parseRules(name, rules)]));
  const known = new Map<string, string[]>(); // names of numbers below a thousand: they come again and again
  const format = (n: number, set: string): string => {
    const remembered = known.get(set)?.[n];
    if (remembered !== undefined) return remembered;
    const { divisor, parts } = parsed.get(set)!.find(({ base }) => base <= n)!;
    const rest = n % divisor;
    let name = '';
    for (const { text, mark, other, optional } of parts) {
      if (optional && rest === 0) continue;
      if (mark === undefined) name += text;
      else name += format(mark === '=' ? n : mark === '→' ? rest : (n - rest) / divisor, other);
    }
    if (n >= 1000) return name;
    known.set(set, known.get(set) ?? []);
    known.get(set)![n] = name;
    return name;
  };
  return format;
}

interface RulePart {
  readonly text: string;
  readonly mark: '←' | '→' | '=' | undefined;
  readonly other: string;
  readonly optional: boolean;
}

interface Rule {
  readonly base: number;
  readonly divisor: number;
  readonly parts: readonly RulePart[];
}

/** The rules of a set that are for integers, the largest base first. */
const parseRules = (set: string, rules: RuleSets[string]): Rule[] =>
  rules
    .filter(([base]) => /^\d{1,6}$/.test(base)) // those for numbers below a million
    .map(([base, text]) => ({
      base: Number(base),
      divisor: base === '0' ? 1 : 10 ** (base.length - 1),
      parts: text
        .replace(/;$/, '')
        .split(/(\[.*?\])/)
        .flatMap((piece) => parseParts(set, piece)),
    }))
    .sort((a, b) => b.base - a.base);

function parseParts(set: string, piece: string): RulePart[] {
  const optional = piece.startsWith('[');
  const pieces = (optional ? piece.slice(1, -1) : piece).split(/(←[^←]*←|→[^→]*→|=%[^=]*=)/);
  return pieces.map((text) => ({
    text,
    mark: /^[←→=]/.test(text) ? (text[0] as '←' | '→' | '=') : undefined,
    other: text.slice(1, -1) || set,
    optional,
  }));
}

describe('numberName', () => {
  it.each(['es', 'en'] as const)('agrees with the rules of Unicode for every number: %s', (language) => {
    const format = ruleFormatter(publishedRules[language].rbnf.rbnf.SpelloutRules);
    const different: [number, string, string][] = [];
    for (let n = 0; n <= 999_999 && different.length < 10; n++) {
      // Unicode's masculine hundreds hold soft hyphens, marks for line breaks that are not written: "seis-cientos mil"
      const published = format(n, '%spellout-numbering').replaceAll('\u00AD', '');
      const own = numberName(n, language);
      if (own !== published) different.push([n, own, published]);
    }
    expect(different).toEqual([]);
  });

  it.each([
    [0, 'cero', 'zero'],
    [16, 'dieciséis', 'sixteen'],
    [21, 'veintiuno', 'twenty-one'],
    [22, 'veintidós', 'twenty-two'],
    [23, 'veintitrés', 'twenty-three'],
    [26, 'veintiséis', 'twenty-six'],
    [31, 'treinta y uno', 'thirty-one'],
    [100, 'cien', 'one hundred'],
    [101, 'ciento uno', 'one hundred one'],
    [500, 'quinientos', 'five hundred'],
    [700, 'setecientos', 'seven hundred'],
    [900, 'novecientos', 'nine hundred'],
    [1000, 'mil', 'one thousand'],
    [1001, 'mil uno', 'one thousand one'],
    [21_000, 'veintiún mil', 'twenty-one thousand'],
    [31_031, 'treinta y un mil treinta y uno', 'thirty-one thousand thirty-one'],
    [100_000, 'cien mil', 'one hundred thousand'],
    [101_021, 'ciento un mil veintiuno', 'one hundred one thousand twenty-one'],
    [
      221_522,
      'doscientos veintiún mil quinientos veintidós',
      'two hundred twenty-one thousand five hundred twenty-two',
    ],
    [
      999_999,
      'novecientos noventa y nueve mil novecientos noventa y nueve',
      'nine hundred ninety-nine thousand nine hundred ninety-nine',
    ],
  ])('names %i %s, %s', (n, spanish, english) => {
    expect(numberName(n, 'es')).toBe(spanish);
    expect(numberName(n, 'en')).toBe(english);
  });

  it('gives every number a name of its own', () => {
    for (const language of ['es', 'en'] as const) {
      expect(new Set(Array.from({ length: 100_000 }, (_, n) => numberName(n, language))).size).toBe(100_000);
    }
  });

  it('names what has no name here', () => {
    for (const n of [-1, 1_000_000, 1.5, Number.NaN]) {
      expect(() => numberName(n, 'es')).toThrow(
        `[numberName] expected an integer from 0 to 999,999, got ${n}.`,
      );
    }
    expect(() => numberName(1, 'fr' as NumberLanguage)).toThrow(
      "[numberName] expected language 'es' or 'en', got fr.",
    );
  });
});

describe('numberNames', () => {
  it('pairs digits and words', () => {
    const pairs = numberNames('es', { from: 30, to: 40 });
    expect(pairs.length).toBe(11);
    expect(pairs.get(1)).toEqual(['31', 'treinta y uno']);
    expect(() => pairs.get(11)).toThrow('[numberNames] expected an index from 0 to 10, got 11.');
    expect(() => numberNames('es', { from: 2, to: 1 })).toThrow(
      '[numberNames] expected to of at least 2, got 1.',
    );
    expect(() => numberNames('es', { to: 1_000_000 })).toThrow('got 1000000.');
  });

  it('is told in few words, and read back', async () => {
    const pairs = numberNames('es');
    const words = new WordTokenizer({ specials: ['pad', 'bos', 'eos'] });
    words.fit(Array.from({ length: 1000 }, (_, n) => pairs.get(n)[1]).concat(pairs.get(21_001)[1], 'un'));
    expect(words.vocabSize).toBe(3 + 51); // 30 up to 29, 7 tens, 10 hundreds, y, mil, un, veintiún
    const digits = new CharacterTokenizer({ specials: ['pad'] }).fit('0123456789');
    const data = tokenizePairs(pairs, digits, words);
    const [source, sourceMask, target, targetMask] = await padCollate({ 0: {}, 1: {} })([
      await data.get(7),
      await data.get(21_101),
    ]);
    expect(digits.decodeBatch(source!)).toEqual(['7', '21101']);
    expect(words.decodeBatch(target!)).toEqual(['siete', 'veintiún mil ciento uno']);
    expect([source!.shape, sourceMask!.shape]).toEqual([
      [2, 5],
      [2, 5],
    ]);
    expect(Array.from(targetMask!.values)).toEqual([1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    expect(target!.values[0]).toBe(words.bosId);
    expect(target!.values[2]).toBe(words.eosId);
  });
});
