import { useMemo } from 'preact/hooks';
import { formatBrief } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { Segmented } from '../ui/segmented.js';
import { boundsOf, type Look } from './paint.js';
import type { Picture } from './picture.js';
import './pictures.css';
import { pictureTexts } from './texts.js';

/** Settings of {@link LookPicker}. */
export interface LookPickerProps {
  readonly picture: Picture;
  readonly look: Look;
  readonly onLook: (look: Look) => void;
}

/** How a picture's values become colours, and which value has which. */
export function LookPicker({ picture, look, onLook }: LookPickerProps) {
  const texts = inLanguage(pictureTexts);
  const { least, most } = useMemo(() => boundsOf(picture), [picture]);
  const largest = Math.max(Math.abs(least), Math.abs(most));
  const isSigned = look === 'signed';
  const isColored = picture.channels > 1;
  const [from, middle, to] = {
    signed: [formatBrief(-largest), '0', formatBrief(largest)],
    clipped: ['0', '', '1'],
    scaled: [formatBrief(least), '', formatBrief(most)],
  }[look];
  return (
    <>
      <Segmented label={texts.look} value={look} choices={texts.looks} onChange={onLook} />
      <div class="look-legend">
        <div
          class={`look-legend__ramp${isSigned && !isColored ? ' look-legend__ramp--signed' : ''}`}
          aria-hidden="true"
        />
        <p class="look-legend__ends numbers" aria-hidden="true">
          <span>{from}</span>
          <span>{middle}</span>
          <span>{to}</span>
        </p>
        <p class="field__hint">
          {isSigned && isColored ? texts.colorSigned : texts.lookHints[look]}{' '}
          {texts.range(formatBrief(least), formatBrief(most))}
        </p>
      </div>
    </>
  );
}
