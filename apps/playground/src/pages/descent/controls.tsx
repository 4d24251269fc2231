import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { MarkerIcon } from '../../optimizer/markers.js';
import { terms } from '../../signs/terms.js';
import { landscapes, surfaceNames } from '../../surface/landscapes.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { CellNote, ChoiceTable } from '../../ui/choice-table.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import type { RaceSnapshot } from './race.js';
import {
  type ContestantName,
  contestantNames,
  type DescentSettings,
  rateOf,
  slopeRates,
} from './settings.js';
import { descentTexts, nameOf, writeHeight } from './texts.js';

/** Settings of {@link RaceControls}. */
export interface RaceControlsProps {
  readonly settings: DescentSettings;
  readonly onChange: (changes: Partial<DescentSettings>) => void;
  readonly race: RaceSnapshot | undefined;
  readonly shown: ReadonlySet<ContestantName>;
  readonly onShow: (name: ContestantName, shows: boolean) => void;
}

const kinds = { arrived: 'good', left: 'bad', still: 'open' } as const;
const factors = [0.1, 0.2, 0.5, 0.8, 1, 1.25, 1.5, 2, 3, 5, 10];

/** Landscape, contestants with how it stands, and how fast they are. */
export function RaceControls({ settings, onChange, race, shown, onShow }: RaceControlsProps) {
  const texts = inLanguage(descentTexts);
  const rows = contestantNames.map((name) => {
    const isOn = shown.has(name);
    const run = isOn ? race?.runs[name] : undefined;
    return {
      name,
      label: nameOf(name),
      icon: <MarkerIcon name={name} />,
      isOn,
      cells: [
        formatBrief(rateOf(settings, name)),
        run ? writeHeight(run.height) : '–',
        <>
          {run ? formatNumber(run.steps) : '–'}
          {run && run.state !== 'underway' && (
            <CellNote kind={kinds[run.state]}>{texts.states[run.state]}</CellNote>
          )}
        </>,
      ],
    };
  });
  return (
    <>
      <Card title={texts.surface}>
        <Select
          label={texts.surface}
          hideLabel
          value={settings.surface}
          choices={surfaceNames.map((value) => ({ value, label: texts.surfaces[value] }))}
          onChange={(surface) => onChange({ surface, start: landscapes[surface].start, factor: 1 })}
          hint={texts.formulas[settings.surface]}
        />
      </Card>
      <Card title={texts.contestants}>
        <ChoiceTable
          title={texts.contestants}
          columns={[texts.columns.rate, texts.columns.height, texts.columns.state]}
          rows={rows}
          onChange={onShow}
        />
        <StopSlider
          label={texts.factor}
          stops={factors}
          value={settings.factor}
          onChange={(factor) => onChange({ factor })}
          format={(value) => `× ${formatBrief(value)}`}
          hint={texts.factorHint}
        />
        <Slider
          label={texts.momentum}
          value={settings.momentum}
          min={0.1}
          max={0.95}
          step={0.05}
          onChange={(momentum) => onChange({ momentum })}
          format={(value) => formatNumber(value, 2)}
          hint={texts.momentumHint}
        />
      </Card>
    </>
  );
}

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
      <Segmented
        label={texts.curve}
        value={settings.curve}
        choices={(['parabola', 'hollows'] as const).map((value) => ({ value, label: texts.curves[value] }))}
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
        <fieldset class="field descent-tries">
          <legend class="field__label">{texts.rate}</legend>
          {(Object.keys(tries) as (keyof typeof tries)[]).map((name) => (
            <Button key={name} onClick={() => onTry(tries[name])}>
              {texts.tries[name]}
            </Button>
          ))}
        </fieldset>
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
