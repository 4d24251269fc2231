import { RotateCcw } from 'lucide-preact';
import { Lit } from '../../guide/light.js';
import { formatBrief } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { terms } from '../../signs/terms.js';
import { bound } from '../../ui/bound.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { FileButton } from '../../ui/file-button.js';
import { Notice } from '../../ui/notice.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { StopSlider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { type StyleSettings, sides, startNames } from './settings.js';
import { styleTexts } from './texts.js';
import type { StyleSnapshot } from './train.js';

const contentStops = [0, 0.1, 0.3, 1, 3, 10];
const styleStops = [0, 1, 3, 10, 30, 100, 300, 1000];
const variationStops = [0, 0.3, 1, 3, 10, 30];

/** Settings of {@link LossCards}. */
export interface LossCardsProps {
  readonly settings: StyleSettings;
  readonly onChange: (changes: Partial<StyleSettings>) => void;
  readonly snapshot: StyleSnapshot | undefined;
}

/** The weights of the losses, the layers that have a say, and what the picture begins as. */
export function LossCards({ settings, snapshot, onChange }: LossCardsProps) {
  const texts = inLanguage(styleTexts);
  const set = bound(settings, onChange);
  const layers = snapshot?.layers ?? [settings.contentLayer];
  const content = layers.includes(settings.contentLayer) ? settings.contentLayer : layers.at(-1)!;
  const offered = layers.filter((name) => name.endsWith('_1') || settings.styleLayers.includes(name));
  const { styleLayers } = settings;
  return (
    <>
      <Card title={texts.weights}>
        <Lit name="contentWeight">
          <StopSlider
            label={texts.contentWeight}
            stops={contentStops}
            format={formatBrief}
            {...set('contentWeight')}
          />
        </Lit>
        <Lit name="styleWeight">
          <StopSlider
            label={texts.styleWeight}
            stops={styleStops}
            format={formatBrief}
            {...set('styleWeight')}
          />
        </Lit>
        <Lit name="variationWeight">
          <StopSlider
            label={texts.variation}
            stops={variationStops}
            format={formatBrief}
            {...set('variationWeight')}
          />
        </Lit>
      </Card>
      <Card title={texts.layers}>
        <Lit name="contentLayer">
          <Select
            label={texts.contentLayer}
            value={content}
            choices={layers.map((value) => ({ value, label: value }))}
            onChange={(contentLayer) => onChange({ contentLayer })}
          />
        </Lit>
        <Lit name="styleLayers">
          <fieldset class="field style-layers">
            <legend class="field__label">{texts.styleLayers}</legend>
            {offered.map((name) => (
              <Switch
                key={name}
                label={name}
                checked={styleLayers.includes(name)}
                disabled={styleLayers.length === 1 && styleLayers[0] === name}
                onChange={(isOn) =>
                  onChange({
                    styleLayers: layers.filter((other) =>
                      other === name ? isOn : styleLayers.includes(other),
                    ),
                  })
                }
              />
            ))}
          </fieldset>
        </Lit>
      </Card>
      <Card title={texts.beginning}>
        <Segmented
          label={texts.start}
          value={settings.start}
          choices={startNames.map((value) => ({ value, label: texts.starts[value] }))}
          onChange={(start) => onChange({ start })}
        />
        <Segmented
          label={texts.side}
          value={String(settings.side)}
          choices={sides.map((side) => ({ value: String(side), label: String(side) }))}
          onChange={(side) => onChange({ side: sides.find((known) => String(known) === side)! })}
        />
      </Card>
    </>
  );
}

/** Settings of {@link NetworkCard}. */
export interface NetworkCardProps {
  /** Its name. */
  readonly network: string | undefined;
  readonly isOwn: boolean;
  readonly isLoading: boolean;
  readonly hasFailed: boolean;
  readonly onFile: (file: File) => void;
  readonly onSmall: () => void;
  readonly onClose: () => void;
}

/** The network that sees: the small one, or a VGG from a file. */
export function NetworkCard(props: NetworkCardProps) {
  const { network, isOwn, isLoading, hasFailed, onFile, onSmall, onClose } = props;
  const texts = inLanguage(styleTexts);
  return (
    <Card title={inLanguage(terms).network}>
      <p class="field__hint">{isOwn ? texts.own(network ?? '') : texts.small}</p>
      <div class="pictures-own__buttons">
        <FileButton accept=".safetensors,.pth,.pt" disabled={isLoading} onFile={onFile}>
          {isLoading ? texts.reading : texts.openWeights}
        </FileButton>
        {isOwn && (
          <Button icon={RotateCcw} onClick={onSmall}>
            {texts.backToSmall}
          </Button>
        )}
      </div>
      {hasFailed ? (
        <Notice kind="problem" title={texts.noVgg} onClose={onClose}>
          {texts.whatFits}
        </Notice>
      ) : (
        <p class="field__hint">{texts.whatFits}</p>
      )}
    </Card>
  );
}
