import { formatNumber } from '../../i18n/numbers.js';
import { language } from '../../i18n/texts.js';

/** A number as briefly as it can be told: whole ones without decimals, small ones with three. */
export const brief = (value: number): string => formatNumber(value, decimalsOf(Math.abs(value)));

function decimalsOf(size: number): number {
  if (Number.isInteger(size)) return 0;
  return size < 0.1 ? 3 : 2;
}

/** A number as one types it, with the language's decimal sign. */
export const typedText = (value: number): string =>
  (language.value === 'es' ? String(value).replace('.', ',') : String(value)).replace('-', '−');

/** What somebody typed as a number, or nothing if it is none within ±1000. */
export function typedNumber(text: string): number | undefined {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  const value = Number(plain);
  return plain !== '' && Math.abs(value) <= 1000 ? value : undefined;
}
