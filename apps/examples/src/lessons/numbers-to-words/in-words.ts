/** A language that numbers are written in. */
export type WordLanguage = 'es' | 'en';

/** The least number that has no name here. */
export const numberLimit = 1_000_000;

const split = (words: string): string[] => words.split(' ');

const es = {
  small: split(
    'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve ' +
      'veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve',
  ),
  tens: split('_ _ _ treinta cuarenta cincuenta sesenta setenta ochenta noventa'),
  hundreds: split(
    '_ ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos',
  ),
};

const en = {
  small: split(
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
  ),
  tens: split('_ _ twenty thirty forty fifty sixty seventy eighty ninety'),
};

/** A number from 1 to 999 in Spanish. */
function spanish(n: number): string[] {
  if (n === 0) return [];
  if (n === 100) return ['cien'];
  if (n >= 100) return [es.hundreds[Math.floor(n / 100)]!, ...spanish(n % 100)];
  if (n < 30) return [es.small[n]!];
  return [es.tens[Math.floor(n / 10)]!, ...(n % 10 > 0 ? ['y', es.small[n % 10]!] : [])];
}

/** Before “mil”, “uno” loses its last letter. */
const shortened = (words: readonly string[]): string[] =>
  words.map((word, i) =>
    i < words.length - 1 ? word : word.replace('veintiuno', 'veintiún').replace(/^uno$/, 'un'),
  );

/** A number from 1 to 999 in English. */
function english(n: number): string[] {
  if (n === 0) return [];
  if (n >= 100) return [en.small[Math.floor(n / 100)]!, 'hundred', ...english(n % 100)];
  if (n < 20) return [en.small[n]!];
  return [en.tens[Math.floor(n / 10)]!, ...(n % 10 > 0 ? [en.small[n % 10]!] : [])];
}

/** The words of a number from 0 to 999,999: 21,500 is “veintiún mil quinientos”, “twenty one thousand five hundred”. */
export function inWords(n: number, language: WordLanguage): string[] {
  const [thousands, rest] = [Math.floor(n / 1000), n % 1000];
  if (language === 'es') {
    if (n === 0) return [es.small[0]!];
    const before = thousands === 0 ? [] : [...(thousands === 1 ? [] : shortened(spanish(thousands))), 'mil'];
    return [...before, ...spanish(rest)];
  }
  if (n === 0) return [en.small[0]!];
  return [...(thousands > 0 ? [...english(thousands), 'thousand'] : []), ...english(rest)];
}

/** Every word that numbers have, in the order in which they appear. */
export const numberWords = (language: WordLanguage): string[] => [
  ...new Set(
    Array.from({ length: 1000 }, (_, n) => [...inWords(n, language), ...inWords(1000 * n, language)]).flat(),
  ),
];
