import { Trash2 } from 'lucide-preact';
import { inLanguage } from '../../i18n/texts.js';
import { bound } from '../../ui/bound.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { dataNames, type GanSettings, lossNames } from './settings.js';
import type { Shown } from './stage.js';
import { ganTexts } from './texts.js';

const rates = [0.0003, 0.001, 0.003, 0.01];
const leads = [0.2, 0.5, 1, 2, 5, 10];
const penalties = [0, 0.03, 0.1, 0.3, 1, 3];

/** Settings of {@link Controls}. */
export interface ControlsProps {
  readonly settings: GanSettings;
  readonly onChange: (changes: Partial<GanSettings>) => void;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}

/** Data, game and what is shown. */
export function Controls({ settings, onChange, shown, onShow }: ControlsProps) {
  const texts = inLanguage(ganTexts);
  const set = bound(settings, onChange);
  return (
    <>
      <Card title={texts.data}>
        <Segmented
          label={texts.data}
          hideLabel
          choices={dataNames.map((value) => ({ value, label: texts.dataNames[value] }))}
          {...set('data')}
        />
        {settings.data === 'own' && (
          <Button icon={Trash2} disabled={settings.own.length === 0} onClick={() => onChange({ own: [] })}>
            {texts.clear}
          </Button>
        )}
      </Card>
      <Card title={texts.game}>
        <Select
          label={texts.loss}
          choices={lossNames.map((value) => ({ value, label: texts.lossNames[value] }))}
          value={settings.loss}
          onChange={(loss) => onChange({ loss, discriminatorSteps: loss === 'wasserstein' ? 5 : 1 })} // its critic has to be ahead
        />
        <Slider label={texts.discriminatorSteps} min={1} max={10} step={1} {...set('discriminatorSteps')} />
        <StopSlider label={texts.ahead} stops={leads} {...set('lead')} />
        <StopSlider label={texts.learningRate} stops={rates} {...set('learningRate')} />
        <StopSlider
          label={texts.r1}
          stops={penalties}
          disabled={settings.loss === 'wasserstein'}
          {...set('r1')}
        />
      </Card>
      <Card title={texts.show}>
        <Switch label={texts.legend.net} checked={shown.net} onChange={(net) => onShow({ ...shown, net })} />
        <Switch
          label={texts.legend.pull}
          checked={shown.arrows}
          onChange={(arrows) => onShow({ ...shown, arrows })}
        />
      </Card>
    </>
  );
}
