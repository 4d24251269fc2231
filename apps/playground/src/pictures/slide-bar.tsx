import { ChevronsRight, Pause, Play, StepForward } from 'lucide-preact';
import { formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import { prefersReducedMotion } from '../theme/theme.js';
import { Button, IconButton } from '../ui/button.js';
import { StopSlider } from '../ui/slider.js';
import './pictures.css';
import { pictureTexts } from './texts.js';
import type { Follow } from './use-follow.js';

const speeds = [2, 10, 50, 250, 1000];

/** Settings of {@link SlideBar}. */
export interface SlideBarProps {
  readonly follow: Follow;
  /** How the value at the window comes about, step by step. */
  readonly chain: readonly (readonly [step: string, value: string])[];
}

/** Lets a window slide, rest, and go position by position. */
export function SlideBar({ follow: { slide }, chain }: SlideBarProps) {
  const texts = inLanguage(pictureTexts).slide;
  const [icon, label, act] = slide.isPlaying
    ? [Pause, texts.pause, slide.pause]
    : [Play, texts.play, slide.play];
  return (
    <div class="slide-bar">
      <Button variant="primary" icon={icon} onClick={act}>
        {label}
      </Button>
      <IconButton label={texts.step} icon={StepForward} onClick={slide.step} />
      <IconButton
        label={texts.end}
        icon={ChevronsRight}
        disabled={slide.position === undefined}
        onClick={slide.end}
      />
      <p class="slide-bar__chain numbers" aria-hidden="true">
        {chain.map(([step, value]) => (
          <span key={step}>
            {step} = {value}
          </span>
        ))}
      </p>
    </div>
  );
}

/** How fast the window slides. */
export function SlideSpeed({ follow: { speed, setSpeed } }: Pick<SlideBarProps, 'follow'>) {
  const texts = inLanguage(pictureTexts).slide;
  return (
    <StopSlider
      label={texts.speed}
      stops={speeds}
      value={speed}
      onChange={setSpeed}
      format={formatNumber}
      {...(prefersReducedMotion() && { hint: texts.calm })}
    />
  );
}
