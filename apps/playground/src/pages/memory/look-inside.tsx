import { useState } from 'preact/hooks';
import { PhasePlayer } from '../../guide/phase-player.js';
import { formatBrief, formatShort } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Card } from '../../ui/card.js';
import { Slider } from '../../ui/slider.js';
import type { MemorySettings } from './settings.js';
import { memoryTexts } from './texts.js';
import { sub } from './time-view.js';
import type { MemorySnapshot } from './train.js';

/** Settings of {@link LookInside}. */
export interface LookInsideProps {
  readonly snapshot: MemorySnapshot;
  readonly settings: MemorySettings;
  readonly at: number;
  readonly onAt: (at: number) => void;
}

/** One step with its numbers, forward and backward, and the gradient of both weights; all steps in slow motion. */
export function LookInside({ snapshot, settings, at, onAt }: LookInsideProps) {
  const texts = inLanguage(memoryTexts);
  const [phase, setPhase] = useState<number | undefined>();
  const { bits, weights, plain, runs } = snapshot;
  const [u, w] = weights;
  const steps = bits.length;
  const move = (next: number | undefined) => {
    setPhase(next);
    if (next !== undefined) onAt(next < steps ? next + 1 : 2 * steps - next);
  };
  const before = at === 1 ? 0 : plain.values[at - 2]!;
  const isLast = at === steps;
  const forward = `s${sub(at)} = U · x${sub(at)} + W · s${sub(at - 1)} = ${formatBrief(u)} · ${bits[at - 1]} + ${formatBrief(w)} · ${formatShort(before)} = `;
  const backward = isLast
    ? `∂s${sub(steps)}/∂s${sub(steps)} = `
    : `∂s${sub(steps)}/∂s${sub(at)} = W · ∂s${sub(steps)}/∂s${sub(at + 1)} = ${formatBrief(w)} · ${formatShort(plain.shares[at]!)} = `;
  const { gradient } = runs[settings.method];
  const length = Math.hypot(...gradient);
  const clipped = settings.method === 'clip' && length > settings.clip ? settings.clip / length : 1;
  return (
    <Card title={texts.inside(formatBrief(at))}>
      <p class="numbers">
        {forward}
        <strong>{formatShort(plain.values[at - 1]!)}</strong>
      </p>
      {settings.back && (
        <p class="numbers">
          {backward}
          <strong>{formatShort(plain.shares[at - 1]!)}</strong>
        </p>
      )}
      <Slider label={texts.stepOfTime} value={at} min={1} max={steps} step={1} onChange={onAt} />
      <dl class="memory-numbers numbers">
        <div>
          <dt>∂L/∂U, ∂L/∂W</dt>
          <dd>{gradient.map(formatShort).join('; ')}</dd>
        </div>
        <div>
          <dt>{texts.gradientLength}</dt>
          <dd>{formatShort(length)}</dd>
        </div>
        {clipped < 1 && (
          <div>
            <dt>{texts.afterClipping}</dt>
            <dd>{gradient.map((one) => formatShort(one * clipped)).join('; ')}</dd>
          </div>
        )}
      </dl>
      <PhasePlayer
        start={texts.slow}
        phase={phase}
        plays
        phaseMs={450}
        onStart={() => move(0)}
        onNext={() => move(((phase ?? -1) + 1) % (2 * steps))}
        onEnd={() => move(undefined)}
      >
        {phase === undefined
          ? ''
          : phase < steps
            ? texts.forward(formatBrief(at))
            : texts.backward(formatBrief(at))}
      </PhasePlayer>
    </Card>
  );
}
