import { Dices, Pause, Play, RotateCcw, RotateCw, SlidersHorizontal, StepForward } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { Button, IconButton } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import { NumberField } from '../ui/number-field.js';
import { Select } from '../ui/select.js';
import { StopSlider } from '../ui/slider.js';
import { type DeviceChoice, deviceChoices } from '../worker/device.js';
import type { TrainingWorker } from '../worker/training-worker.js';
import { preferredDevice } from '../worker/use-training.js';
import { DeviceDetails } from './device-details.js';
import { shellTexts } from './texts.js';
import './training-bar.css';

/** Settings of {@link TrainingBar}. */
export interface TrainingBarProps {
  // biome-ignore lint/suspicious/noExplicitAny: any page's training
  readonly training: TrainingWorker<any, any>;
  /** What a step is called: `Epoch`. */
  readonly unit: string;
  /** Speeds to choose from, in steps a second, ascending; `Infinity` is as fast as it goes. */
  readonly speeds?: readonly number[];
  /** Whether there is anything random, so that a seed is shown; default true. */
  readonly isRandom?: boolean;
}

const highestSeed = 999_999;

/** What all pages share: start, pause, step, reset, the count of steps, speed, seed and device. On a phone at the foot. */
export function TrainingBar(props: TrainingBarProps) {
  const { training, unit, speeds = [1, 5, 20, 100, Infinity], isRandom = true } = props;
  const texts = inLanguage(shellTexts).training;
  const [isOpen, setOpen] = useState(false);
  const status = training.status.value;
  const device = training.device.value;
  const isOff = status === 'loading' || status === 'failed';
  const devices = deviceChoices.map((value) => ({ value, label: texts.devices[value] }));
  const choose = (choice: DeviceChoice) => {
    preferredDevice.value = choice;
    training.setDevice(choice);
  };
  return (
    <>
      <section class="bar" aria-label={texts.label} data-open={isOpen}>
        <div class="bar__main">
          <StartButton training={training} />
          <IconButton
            label={texts.step}
            icon={StepForward}
            disabled={isOff || status === 'finished'}
            onClick={() => training.step()}
          />
          <IconButton
            label={texts.reset}
            icon={RotateCcw}
            disabled={isOff}
            onClick={() => training.reset()}
          />
          <p class="bar__count">
            <span>{unit}</span>
            <strong class="numbers">{formatNumber(training.steps.value)}</strong>
          </p>
          <span class="bar__toggle">
            <IconButton
              label={texts.more}
              icon={SlidersHorizontal}
              expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            />
          </span>
        </div>
        <div class="bar__settings">
          <StopSlider
            label={texts.speed}
            stops={speeds}
            value={training.speed.value}
            onChange={(speed) => training.setSpeed(speed)}
            format={(speed) => (speed === Infinity ? texts.fastest : texts.perSecond(formatNumber(speed)))}
          />
          {isRandom && (
            <div class="bar__seed">
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
          <Select label={texts.device} value={training.choice.value} choices={devices} onChange={choose} />
        </div>
        <div class="bar__device">
          <span class={`bar__lamp bar__lamp--${status}`} aria-hidden="true" />
          <span role="status">
            {device?.description ?? (status === 'failed' ? texts.crashed : texts.starting)}
          </span>
          {device && <DeviceDetails device={device} />}
        </div>
      </section>
      <TrainingNotices training={training} />
    </>
  );
}

/** Start, then pause; after the end once more from the beginning. */
function StartButton({ training }: Pick<TrainingBarProps, 'training'>) {
  const texts = inLanguage(shellTexts).training;
  const status = training.status.value;
  const again = () => {
    training.reset();
    training.start();
  };
  const [icon, label, act] =
    status === 'running'
      ? [Pause, texts.pause, () => training.pause()]
      : status === 'finished'
        ? [RotateCw, texts.again, again]
        : [Play, texts.start, () => training.start()];
  return (
    <Button
      variant="primary"
      icon={icon}
      disabled={status === 'loading' || status === 'failed'}
      onClick={act}
    >
      {label}
    </Button>
  );
}

/** What went wrong with the device or in the worker, with what there is to do. */
function TrainingNotices({ training }: Pick<TrainingBarProps, 'training'>) {
  const texts = inLanguage(shellTexts).training;
  const device = training.device.value;
  const problem = training.problem.value;
  const choice = training.choice.value;
  if (training.status.value === 'failed') {
    return (
      <Notice
        kind="problem"
        title={typeof Worker === 'undefined' ? texts.noWorkers : texts.crashed}
        action={
          <Button icon={RotateCcw} onClick={() => training.open()}>
            {texts.restart}
          </Button>
        }
      >
        {problem}
      </Notice>
    );
  }
  const skipped = choice === 'auto' ? undefined : device?.skipped.find(({ name }) => name === choice);
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
        <Notice
          kind="problem"
          title={texts.failed}
          onClose={() => {
            training.problem.value = undefined;
          }}
        >
          {problem}
        </Notice>
      )}
    </>
  );
}
