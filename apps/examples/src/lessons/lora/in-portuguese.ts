const small =
  'zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove'.split(
    ' ',
  );
const tens = '_ _ vinte trinta quarenta cinquenta sessenta setenta oitenta noventa'.split(' ');
const hundreds =
  '_ cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos'.split(' ');

/** A number from 1 to 999. */
function below1000(n: number): string[] {
  if (n === 100) return ['cem'];
  if (n >= 100) return [hundreds[Math.floor(n / 100)]!, ...(n % 100 > 0 ? ['e', ...below1000(n % 100)] : [])];
  if (n < 20) return [small[n]!];
  return [tens[Math.floor(n / 10)]!, ...(n % 10 > 0 ? ['e', small[n % 10]!] : [])];
}

/** The words of a number from 0 to 999,999 in Portuguese: 1,234 is “mil duzentos e trinta e quatro”. */
export function inPortuguese(n: number): string[] {
  if (n === 0) return [small[0]!];
  const [thousands, rest] = [Math.floor(n / 1000), n % 1000];
  const before = thousands === 0 ? [] : [...(thousands === 1 ? [] : below1000(thousands)), 'mil'];
  if (rest === 0) return before;
  const isJoined = thousands > 0 && (rest < 100 || rest % 100 === 0);
  return [...before, ...(isJoined ? ['e'] : []), ...below1000(rest)];
}
