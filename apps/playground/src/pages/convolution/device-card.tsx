import { RotateCcw } from 'lucide-preact';
import { inLanguage } from '../../i18n/texts.js';
import { DeviceDetails } from '../../shell/device-details.js';
import { shellTexts } from '../../shell/texts.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Notice } from '../../ui/notice.js';
import { Select } from '../../ui/select.js';
import { type DeviceChoice, deviceChoices } from '../../worker/device.js';
import type { TrainingWorker } from '../../worker/training-worker.js';
import { preferredDevice } from '../../worker/use-training.js';
import type { ConvolutionSnapshot } from './convolve.js';
import type { ConvolutionSettings } from './settings.js';
import { convolutionTexts } from './texts.js';

/** Settings of {@link DeviceCard}. */
export interface DeviceCardProps {
  readonly training: TrainingWorker<ConvolutionSettings, ConvolutionSnapshot>;
}

/** The device, and the choice of another. */
export function DeviceCard({ training }: DeviceCardProps) {
  const { device: title } = inLanguage(convolutionTexts);
  const texts = inLanguage(shellTexts).training;
  const device = training.device.value;
  const choose = (choice: DeviceChoice) => {
    preferredDevice.value = choice;
    training.setDevice(choice);
  };
  return (
    <Card title={title}>
      <Select
        label={texts.device}
        value={training.choice.value}
        choices={deviceChoices.map((value) => ({ value, label: texts.devices[value] }))}
        onChange={choose}
      />
      <div class="convolution-device">
        <p class="field__hint" role="status">
          {device?.description ?? texts.starting}
        </p>
        {device && <DeviceDetails device={device} />}
      </div>
    </Card>
  );
}

/** What went wrong with the device or in the worker. */
export function DeviceNotices({ training }: DeviceCardProps) {
  const { problems } = inLanguage(convolutionTexts);
  const texts = inLanguage(shellTexts).training;
  const problem = training.problem.value;
  const device = training.device.value;
  const choice = training.choice.value;
  if (training.status.value === 'failed') {
    const restart = (
      <Button icon={RotateCcw} onClick={() => training.open()}>
        {texts.restart}
      </Button>
    );
    const title = typeof Worker === 'undefined' ? texts.noWorkers : problems.worker;
    return (
      <Notice kind="problem" title={title} action={restart}>
        {problem}
      </Notice>
    );
  }
  const skipped = choice === 'auto' ? undefined : device?.skipped.find(({ name }) => name === choice);
  const forget = () => {
    training.problem.value = undefined;
  };
  return (
    <>
      {device && skipped && (
        <Notice
          kind="warning"
          title={texts.fellBack(texts.devices[skipped.name], texts.devices[device.name])}
        >
          {skipped.reason}
        </Notice>
      )}
      {problem && (
        <Notice kind="problem" title={problems.device} onClose={forget}>
          {problem}
        </Notice>
      )}
    </>
  );
}
