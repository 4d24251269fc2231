import { Pause, Play, StepForward, X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import { shellTexts } from '../shell/texts.js';
import { Button, IconButton } from '../ui/button.js';
import './guide.css';

/** Settings of {@link PhasePlayer}. */
export interface PhasePlayerProps {
  /** What the button that begins is called. */
  readonly start: string;
  /** The phase that is shown, any value that differs from phase to phase; `undefined` before the beginning. */
  readonly phase: unknown;
  readonly onStart: () => void;
  readonly onNext: () => void;
  readonly onEnd: () => void;
  /** What happens in the phase, in a sentence or a formula with the numbers of now. */
  readonly children?: ComponentChildren;
  /** What else stands beside the buttons. */
  readonly beside?: ComponentChildren;
  /** Whether there is something to show; default true. */
  readonly isReady?: boolean;
  /** Whether it plays from the beginning on; default false: one presses *next*. */
  readonly plays?: boolean;
  /** Milliseconds a phase takes while it plays, default 2000. */
  readonly phaseMs?: number;
}

/**
 * Something in slow motion: phase by phase by *next*, or playing by itself. The same bar on every page. On a phone the bar stays at
 * the foot, and what has the attribute `data-phases` in the same card comes into sight when it begins.
 */
export function PhasePlayer(props: PhasePlayerProps) {
  const { start, phase, onStart, onNext, onEnd, children, beside } = props;
  const { isReady = true, plays = false, phaseMs = 2000 } = props;
  const texts = inLanguage(shellTexts).slow;
  const [isPlaying, setPlaying] = useState(plays);
  const isOn = phase !== undefined;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isOn || !matchMedia('(max-width: 959px)').matches) return;
    const shown = section.current?.closest('.card')?.querySelector('[data-phases]');
    shown?.scrollIntoView({ block: 'start' });
  }, [isOn]);
  useEffect(() => {
    if (!isOn) setPlaying(plays);
    if (!isPlaying || !isOn) return undefined;
    const timer = setTimeout(onNext, phaseMs);
    return () => clearTimeout(timer);
  }, [isPlaying, phase]);
  if (!isOn)
    return (
      <div class="phases__bar">
        <Button icon={Play} disabled={!isReady} onClick={onStart}>
          {start}
        </Button>
        {beside}
      </div>
    );
  return (
    <section ref={section} class="phases" aria-label={texts.title}>
      <div class="phases__text" role="status">
        {children}
      </div>
      <div class="phases__bar">
        <Button variant="primary" icon={StepForward} onClick={onNext}>
          {texts.next}
        </Button>
        <IconButton
          label={isPlaying ? texts.pause : texts.play}
          icon={isPlaying ? Pause : Play}
          onClick={() => setPlaying(!isPlaying)}
        />
        {beside}
        <IconButton label={texts.end} icon={X} onClick={onEnd} />
      </div>
    </section>
  );
}
