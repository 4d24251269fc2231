import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { terms } from '../../signs/terms.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import { type CurveName, curveNames, type DescentSettings, slopeRates } from './settings.js';
import { descentTexts } from './texts.js';

/** Settings of {@link SlopeControls}. */
export interface SlopeControlsProps {
  readonly settings: DescentSettings;
  readonly onChange: (changes: Partial<DescentSettings>) => void;
  /** Takes a learning rate and begins at once. */
  readonly onTry: (learningRate: number) => void;
}

const tries = { small: 0.03, good: 0.8, large: 1.8, huge: 2.2 } as const;

/** Curve, learning rate, and where it begins. */
export function SlopeControls({ settings, onChange, onTry }: SlopeControlsProps) {
  const texts = inLanguage(descentTexts);
  const words = inLanguage(terms);
  return (
    <Card title={words.learningRate}>
      <Segmented<CurveName>
        label={texts.curve}
        value={settings.curve}
        choices={curveNames.map((value) => ({ value, label: texts.curves[value] }))}
        onChange={(curve) => onChange({ curve })}
      />
      <StopSlider
        label={words.learningRate}
        stops={slopeRates}
        value={settings.learningRate}
        onChange={(learningRate) => onChange({ learningRate })}
        format={formatBrief}
      />
      {settings.curve === 'parabola' && (
        <div class="descent-tries">
          <p class="field__label">{texts.rate}</p>
          <div>
            {(Object.keys(tries) as (keyof typeof tries)[]).map((name) => (
              <Button key={name} onClick={() => onTry(tries[name])}>
                {texts.tries[name]}
              </Button>
            ))}
          </div>
        </div>
      )}
      <Slider
        label={texts.begin}
        value={settings.begin}
        min={-4}
        max={4}
        step={0.1}
        onChange={(begin) => onChange({ begin })}
        format={(value) => formatNumber(value, 1)}
        hint={texts.beginHint}
      />
    </Card>
  );
}
