import { useMemo } from 'preact/hooks';
import { inLanguage } from '../../i18n/texts.js';
import { brief } from './number-text.js';
import { boundsOf, type Look } from './paint.js';
import type { Picture } from './picture.js';
import { convolutionTexts } from './texts.js';

/** Settings of {@link Legend}. */
export interface LegendProps {
  readonly picture: Picture;
  readonly look: Look;
}

/** Which value has which colour. */
export function Legend({ picture, look }: LegendProps) {
  const texts = inLanguage(convolutionTexts);
  const { least, most } = useMemo(() => boundsOf(picture), [picture]);
  const largest = Math.max(Math.abs(least), Math.abs(most));
  const isSigned = look === 'signed';
  const [from, middle, to] = isSigned
    ? [brief(-largest), '0', brief(largest)]
    : look === 'clipped'
      ? ['0', '', '1']
      : [brief(least), '', brief(most)];
  const kind = isSigned && picture.channels === 1 ? 'signed' : 'gray';
  return (
    <div class="convolution-legend">
      <div class={`convolution-legend__ramp convolution-legend__ramp--${kind}`} aria-hidden="true" />
      <p class="convolution-legend__ends numbers" aria-hidden="true">
        <span>{from}</span>
        <span>{middle}</span>
        <span>{to}</span>
      </p>
      <p class="field__hint">
        {picture.channels > 1 && isSigned ? texts.colorSigned : texts.lookHints[look]}{' '}
        {texts.range(brief(least), brief(most))}
      </p>
    </div>
  );
}
