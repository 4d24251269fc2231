import { PhasePlayer } from '../../guide/phase-player.js';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { windowLength } from '../../series/series.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { forecastTexts } from './texts.js';
import type { Reading } from './train.js';

/** How far the slow motion is: values read, then the forecast, then the gradients back. */
export interface SlowState {
  readonly phase: number;
  readonly reading: Reading;
  /** The step ahead whose gradient goes back, from 0. */
  readonly at: number;
}

/** Settings of {@link SlowReading}. */
export interface SlowReadingProps {
  readonly state: SlowState | undefined;
  readonly onChange: (state: SlowState | undefined) => void;
  /** The values that are read. */
  readonly values: readonly number[];
  /** Asks the network what happens, and begins. */
  readonly onStart: () => void;
}

const [forecastPhase, backwardPhase] = [windowLength + 1, windowLength + 2];

/** The network reads value by value, and one sees its state; at the end the forecast, and how much each value counted. */
export function SlowReading({ state, onChange, values, onStart }: SlowReadingProps) {
  const { slow: texts } = inLanguage(forecastTexts);
  const next = () =>
    onChange(state && (state.phase < backwardPhase ? { ...state, phase: state.phase + 1 } : undefined));
  const { phase = 0, reading } = state ?? {};
  return (
    <>
      {reading && (
        <div class="forecast-states">
          {phase === backwardPhase && (
            <TensorTile
              label={texts.gradients}
              look="signed"
              width={windowLength}
              height={1}
              values={reading.gradients}
            />
          )}
          <TensorTile
            label={texts.states}
            look="signed"
            most={1}
            width={windowLength}
            height={reading.states[0]!.length}
            values={reading.states[0]!.flatMap((_, unit) =>
              reading.states.map((units, i) => (i < phase ? units[unit]! : 0)),
            )}
          />
        </div>
      )}
      <PhasePlayer
        start={texts.start}
        phase={state && phase}
        plays
        phaseMs={phase < windowLength ? 300 : 5000}
        onStart={onStart}
        onNext={next}
        onEnd={() => onChange(undefined)}
      >
        {state && sentenceOf(state, values)}
      </PhasePlayer>
    </>
  );
}

function sentenceOf({ phase, reading: { states, gradients }, at }: SlowState, values: readonly number[]) {
  const { slow: texts } = inLanguage(forecastTexts);
  if (phase === forecastPhase) return texts.forecast;
  if (phase === backwardPhase) {
    const largest = gradients.reduce(
      (best, g, i) => (Math.abs(g) > Math.abs(gradients[best]!) ? i : best),
      0,
    );
    return texts.backward(
      formatNumber(at + 1),
      formatNumber(windowLength - largest),
      formatNumber(gradients[largest]!, 2),
    );
  }
  const before = states[phase - 2] ?? [];
  const changes = states[phase - 1]!.map((value, unit) => Math.abs(value - (before[unit] ?? 0)));
  const mean = changes.reduce((a, b) => a + b, 0) / changes.length;
  return texts.read(
    formatNumber(phase),
    formatNumber(windowLength),
    formatNumber(values[phase - 1]!, 2),
    formatNumber(mean, 2),
  );
}
