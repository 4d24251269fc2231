import { type Language, language } from './texts.js';

/** A number in the language's writing, with a fixed count of decimals and a true minus: `−1.50`, never `−0.00`. */
export const formatNumber = (value: number, decimals = 0): string =>
  Number.isFinite(value)
    ? write(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    : notFinite(value);

/** A number with the digits that it has, at most three that count: `0.05`, `1.25`, `12,300`, `1e−5`. */
export function formatBrief(value: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6))
    return write(value, { notation: 'scientific', maximumFractionDigits: 1 })
      .replace('E', 'e')
      .replace('-', '−');
  return write(value, { maximumSignificantDigits: Math.max(3, Math.ceil(Math.log10(size + 1))) });
}

/** A number in some five characters, for places without room: `0.23`, `4e−7`, `38`. */
export function formatShort(value: number): string {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value)) return formatNumber(value);
  if (size >= 0.0095 && size < 999.5) return formatNumber(value, size >= 9.95 ? 0 : size >= 0.995 ? 1 : 2);
  const [digit, power] = value.toExponential(0).split('e');
  return `${formatNumber(Number(digit))}e${formatNumber(Number(power))}`;
}

/** Width and height: `12 × 12`. */
export const formatSize = (width: number, height: number): string =>
  `${formatNumber(width)} × ${formatNumber(height)}`;

/** A share from 0 to 1 as per cent: `30%`, in Spanish `30 %`. */
export const formatPercent = (share: number, decimals = 0): string =>
  Number.isFinite(share)
    ? write(share, { style: 'percent', minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    : notFinite(share);

const notFinite = (value: number): string => (Number.isNaN(value) ? '–' : value > 0 ? '∞' : '−∞');

const write = (value: number, options: Intl.NumberFormatOptions): string =>
  formatter(language.value, options).format(value).replace('-', '−');

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(code: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${code} ${Object.values(options).join()} ${Object.keys(options).length}`;
  let found = formatters.get(key);
  if (!found) {
    found = new Intl.NumberFormat(code, { ...options, signDisplay: 'negative' }); // no minus where only zeros are left
    formatters.set(key, found);
  }
  return found;
}
