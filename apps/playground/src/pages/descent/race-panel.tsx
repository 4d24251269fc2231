import { lighting } from '../../guide/light.js';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Card } from '../../ui/card.js';
import { Select } from '../../ui/select.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import { MarkerIcon } from './markers.js';
import type { RaceSnapshot } from './race.js';
import './race-panel.css';
import {
  type ContestantName,
  contestantNames,
  type DescentSettings,
  landscapes,
  type SurfaceName,
  surfaceNames,
} from './settings.js';
import { descentTexts } from './texts.js';

/** Settings of {@link RaceControls}. */
export interface RaceControlsProps {
  readonly settings: DescentSettings;
  readonly onChange: (changes: Partial<DescentSettings>) => void;
  readonly snapshot: RaceSnapshot | undefined;
  readonly shown: ReadonlySet<ContestantName>;
  readonly onShow: (name: ContestantName, shows: boolean) => void;
}

const factors = [0.1, 0.2, 0.5, 0.8, 1, 1.25, 1.5, 2, 3, 5, 10];

/** Landscape, contestants, and how fast they are. */
export function RaceControls(props: RaceControlsProps) {
  const { settings, onChange } = props;
  const texts = inLanguage(descentTexts);
  return (
    <>
      <Card title={texts.surface}>
        <Select<SurfaceName>
          label={texts.surface}
          hideLabel
          value={settings.surface}
          choices={surfaceNames.map((value) => ({ value, label: texts.surfaces[value] }))}
          onChange={(surface) => onChange({ surface, start: landscapes[surface].start, factor: 1 })}
          hint={texts.formulas[settings.surface]}
        />
      </Card>
      <Card title={texts.contestants}>
        <Standings {...props} />
        <StopSlider
          label={texts.factor}
          stops={factors}
          value={settings.factor}
          onChange={(factor) => onChange({ factor })}
          format={(value) => texts.times(formatBrief(value))}
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

/** Who takes part, with which learning rate, and how it stands. */
function Standings({ settings, snapshot, shown, onShow }: RaceControlsProps) {
  const texts = inLanguage(descentTexts);
  return (
    <table class="standings">
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">{texts.contestants}</span>
          </th>
          <th scope="col">{texts.columns.rate}</th>
          <th scope="col">{texts.columns.height}</th>
          <th scope="col">{texts.columns.state}</th>
        </tr>
      </thead>
      <tbody>
        {contestantNames.map((name) => {
          const run = snapshot?.runs[name];
          const isShown = shown.has(name);
          return (
            <tr key={name} class={isShown ? undefined : 'standings__out'} {...lighting(name)}>
              <th scope="row">
                <label class="standings__name">
                  <input
                    type="checkbox"
                    checked={isShown}
                    onChange={(event) => onShow(name, event.currentTarget.checked)}
                  />
                  <MarkerIcon name={name} />
                  {texts.names[name]}
                </label>
              </th>
              <td>{formatBrief(landscapes[settings.surface].rates[name] * settings.factor)}</td>
              <td>{run && isShown ? height(run.height) : '–'}</td>
              <td>
                {run && isShown ? formatNumber(run.steps) : '–'}
                {run && isShown && run.state !== 'underway' && (
                  <span class={`standings__state standings__state--${run.state}`}>
                    {texts.states[run.state]}
                  </span>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** A height with three digits that count. */
export const height = (value: number): string =>
  value >= 1e4
    ? formatNumber(value)
    : formatNumber(value, value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3);
