import { Ellipsis, Pause, Play, RotateCcw, RotateCw, SlidersHorizontal, StepForward } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { Button, IconButton } from '../ui/button.js';
import { Progress } from '../ui/progress.js';
import { StopSlider } from '../ui/slider.js';
import type { TrainingWorker } from '../worker/training-worker.js';
import { hasSheet, isSheetOpen, sheetId } from './controls-sheet.js';
import { MoreDialog } from './more-dialog.js';
import { deviceText } from './problem-text.js';
import { shellTexts } from './texts.js';
import './training-bar.css';
import { TrainingNotices } from './training-notices.js';

// biome-ignore lint/suspicious/noExplicitAny: any page's training
export type AnyTraining = TrainingWorker<any, any>;

/** Settings of {@link TrainingBar}. */
export interface TrainingBarProps {
  readonly training: AnyTraining;
  /** What a step is called: `Epoch`. Without it the page computes, but trains nothing: there is nothing to start. */
  readonly unit?: string;
  /** Speeds to choose from, in steps a second, ascending; `Infinity` is as fast as it goes. */
  readonly speeds?: readonly number[];
  /** Whether the seed does something in the settings of now, so that it is shown; default true. */
  readonly isRandom?: boolean;
}

const usualSpeeds = [1, 5, 20, 100, Infinity];

/**
 * What all pages share: start, pause, step, reset and the count of steps; under *more* speed, seed and device. On a phone it is at
 * the foot, and opens the controls.
 */
export function TrainingBar(props: TrainingBarProps) {
  const { training, unit, speeds = usualSpeeds, isRandom = true } = props;
  const texts = inLanguage(shellTexts).training;
  const [isOpen, setOpen] = useState(false);
  const status = training.status.value;
  const device = training.device.value;
  const isOff = status === 'loading' || status === 'failed';
  const stateText = device ? deviceText(device) : status === 'failed' ? texts.crashed : texts.starting;
  const speed = (
    <StopSlider
      label={texts.speed}
      stops={speeds}
      value={training.speed.value}
      onChange={(value) => training.setSpeed(value)}
      format={(value) => (value === Infinity ? texts.fastest : texts.perSecond(formatNumber(value)))}
    />
  );
  return (
    <>
      <section class={unit === undefined ? 'bar bar--quiet' : 'bar'} aria-label={texts.label}>
        {unit !== undefined && (
          <>
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
            <div class="bar__speed">{speed}</div>
          </>
        )}
        <p class="bar__device">
          <span class={`bar__lamp bar__lamp--${status}`} aria-hidden="true" />
          <span class="bar__name" role="status">
            {stateText}
          </span>
        </p>
        {hasSheet.value && (
          <span class="bar__controls">
            <Button
              icon={SlidersHorizontal}
              expanded={isSheetOpen.value}
              controls={sheetId}
              onClick={() => {
                isSheetOpen.value = !isSheetOpen.peek();
              }}
            >
              {inLanguage(shellTexts).controls}
            </Button>
          </span>
        )}
        <IconButton label={texts.more} icon={Ellipsis} onClick={() => setOpen(true)} />
      </section>
      <MoreDialog
        open={isOpen}
        onClose={() => setOpen(false)}
        training={training}
        speed={unit === undefined ? undefined : speed}
        isRandom={isRandom && unit !== undefined}
      />
      <Download training={training} />
      <TrainingNotices training={training} />
    </>
  );
}

/** Start, then pause; after the end once more from the beginning. */
function StartButton({ training }: { readonly training: AnyTraining }) {
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

/** How far a download is that the page waits for. */
function Download({ training }: { readonly training: AnyTraining }) {
  const texts = inLanguage(shellTexts).training;
  const progress = training.progress.value;
  if (!progress) return null;
  const { loaded, total } = progress;
  const megabytes = (bytes: number) => formatNumber(bytes / 1e6, 1);
  return (
    <Progress
      label={
        total ? texts.downloaded(megabytes(loaded), megabytes(total)) : texts.downloading(megabytes(loaded))
      }
      {...(total && { value: loaded / total })}
    />
  );
}
