import { formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { networkTexts } from './texts.js';
import type { UnitAddress } from './unit-field.js';

/**
 * What a unit is called.
 * @param widths - Units of each column: inputs, hidden layers, output.
 */
export function tileName({ layer, unit }: UnitAddress, widths: readonly number[]): string {
  const texts = inLanguage(networkTexts).tiles;
  if (layer === 0) return texts.input(unit === 0 ? 'x₁' : 'x₂');
  if (layer === widths.length - 1) return texts.output;
  return texts.unit(formatNumber(unit + 1), formatNumber(layer));
}
