import { Pause, Play } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { type Place, placeOf } from '../../plane/place.js';
import { useCross } from '../../plane/use-cross.js';
import { useSize } from '../../plane/use-size.js';
import { prefersReducedMotion, theme } from '../../theme/theme.js';
import { IconButton } from '../../ui/button.js';
import { Slider } from '../../ui/slider.js';
import { drawMoment } from './draw-moment.js';
import { range } from './settings.js';
import { diffusionTexts } from './texts.js';
import type { DiffusionSnapshot } from './train.js';

/** Settings of {@link TimePlane}. */
export interface TimePlaneProps {
  readonly snapshot: DiffusionSnapshot;
  readonly label: string;
  readonly showsArrows: boolean;
  /** A share of the time to stand still at, or `plays`; each new object is obeyed once. */
  readonly moment: Moment;
  /** Takes places of one's own target. */
  readonly onPoint: ((place: Place) => void) | undefined;
}

/** Where the clock is set to. */
export interface Moment {
  readonly share: number | 'plays';
}

const [forthMs, restMs, backMs] = [3000, 1600, 1200];
const spacing = 7; // pixels between two points of a stroke

/** How far the points are, from 0 to 1, so long after the clock has started: there, a rest, and back. */
function shareAfter(ms: number): number {
  const at = ms % (forthMs + restMs + backMs);
  if (at < forthMs) return at / forthMs;
  return Math.min(1, 1 - (at - forthMs - restMs) / backMs);
}

/** The plane at a moment between noise and points, with the clock below. */
export function TimePlane({ snapshot, label, showsArrows, moment, onPoint }: TimePlaneProps) {
  const texts = inLanguage(diffusionTexts);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [side] = useSize(canvas);
  const [share, setShare] = useState(1);
  const [isPlaying, setPlaying] = useState(false);
  const { cursor, hide, keys } = useCross([range, range], [0, 0], (place) => onPoint?.(place));
  const currentTheme = theme.value;
  const steps = snapshot.moments.length - 1;
  const at = share * steps;

  useEffect(() => {
    const isStill = moment.share !== 'plays' || prefersReducedMotion();
    setPlaying(!isStill);
    if (isStill) setShare(moment.share === 'plays' ? 1 : moment.share);
  }, [moment]);

  useEffect(() => {
    if (!isPlaying) return undefined;
    const start = performance.now() - (share < 1 ? share * forthMs : forthMs + restMs);
    let frame = requestAnimationFrame(function next(now) {
      setShare(shareAfter(Math.max(now - start, 0)));
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying]);

  useEffect(() => {
    if (side === 0) return undefined;
    const frame = requestAnimationFrame(() =>
      drawMoment(canvas.current!, side, { snapshot, at, showsArrows, cursor }),
    );
    return () => cancelAnimationFrame(frame);
  }, [side, currentTheme, snapshot, at, showsArrows, cursor]);

  const last = useRef<readonly [number, number] | undefined>();
  const put = (event: PointerEvent) => {
    const [x, y] = last.current ?? [-spacing, -spacing];
    if (Math.hypot(event.clientX - x, event.clientY - y) < spacing) return;
    last.current = [event.clientX, event.clientY];
    onPoint!(placeOf(event, canvas.current!, [range, range]));
  };
  const end = () => {
    last.current = undefined;
  };
  const noise = formatPercent(1 - signalAt(snapshot, at) ** 2);
  return (
    <div class="diffusion-picture">
      <div class={onPoint ? 'diffusion-plane diffusion-plane--open' : 'diffusion-plane'}>
        {onPoint ? (
          // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys move a cross on it, so that it needs them all
          <canvas
            ref={canvas}
            role="application"
            aria-label={`${label} ${texts.drawKeys}`}
            {...keys}
            onPointerDown={(event) => {
              canvas.current!.setPointerCapture(event.pointerId);
              hide();
              put(event);
            }}
            onPointerMove={(event) => last.current && put(event)}
            onPointerUp={end}
            onPointerCancel={end}
          />
        ) : (
          <canvas ref={canvas} role="img" aria-label={label} />
        )}
        {onPoint && snapshot.target.length === 0 && <p class="diffusion-hint">{texts.drawHere}</p>}
      </div>
      <div class="diffusion-clock">
        <IconButton
          label={isPlaying ? texts.stopClock : texts.playClock}
          icon={isPlaying ? Pause : Play}
          onClick={() => setPlaying(!isPlaying)}
        />
        <Slider
          label={texts.time}
          min={0}
          max={1}
          step={0.01}
          value={share}
          format={() => texts.noiseLeft(noise)}
          onChange={(value) => {
            setPlaying(false);
            setShare(value);
          }}
        />
      </div>
    </div>
  );
}

function signalAt({ signals }: DiffusionSnapshot, at: number): number {
  const [before, after] = [
    signals[Math.floor(at)]!,
    signals[Math.min(Math.floor(at) + 1, signals.length - 1)]!,
  ];
  return before + (at - Math.floor(at)) * (after - before);
}
