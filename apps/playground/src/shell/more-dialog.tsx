import { Dices } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { inLanguage } from '../i18n/texts.js';
import { IconButton } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { NumberField } from '../ui/number-field.js';
import { Select } from '../ui/select.js';
import { type DeviceChoice, deviceChoices } from '../worker/device.js';
import { highestSeed, preferredDevice } from '../worker/use-training.js';
import './more-dialog.css';
import { deviceText, reasonText } from './problem-text.js';
import { shellTexts } from './texts.js';
import type { AnyTraining } from './training-bar.js';

/** Settings of {@link MoreDialog}. */
export interface MoreDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly training: AnyTraining;
  /** The speed's control, where something is trained. */
  readonly speed: ComponentChildren;
  readonly isRandom: boolean;
}

/** Speed, seed and device, and why it is this device. */
export function MoreDialog({ open, onClose, training, speed, isRandom }: MoreDialogProps) {
  const texts = inLanguage(shellTexts).training;
  const device = training.device.value;
  const choose = (choice: DeviceChoice) => {
    preferredDevice.value = choice;
    training.setDevice(choice);
  };
  return (
    <Dialog open={open} title={texts.more} onClose={onClose}>
      <div class="more">
        {speed}
        {isRandom && (
          <div class="more__seed">
            <NumberField
              label={texts.seed}
              value={training.seed.value}
              min={0}
              max={highestSeed}
              onChange={(seed) => training.reset(seed)}
            />
            <IconButton
              label={texts.newSeed}
              icon={Dices}
              onClick={() => training.reset(Math.floor(Math.random() * (highestSeed + 1)))}
            />
          </div>
        )}
        <Select
          label={texts.device}
          value={training.choice.value}
          choices={deviceChoices.map((value) => ({ value, label: texts.devices[value] }))}
          onChange={choose}
        />
        <dl class="more__device">
          {device && (
            <div>
              <dt>{texts.inUse}</dt>
              <dd>{deviceText(device)}</dd>
            </div>
          )}
          {device?.skipped.map((skipped) => (
            <div key={skipped.name}>
              <dt>{texts.notUsed(texts.devices[skipped.name])}</dt>
              <dd>{reasonText(skipped)}</dd>
            </div>
          ))}
          <div>
            <dt>{texts.threads}</dt>
            <dd>{globalThis.crossOriginIsolated === true ? texts.isolated : texts.notIsolated}</dd>
          </div>
        </dl>
        <p class="field__hint">{texts.where}</p>
      </div>
    </Dialog>
  );
}
