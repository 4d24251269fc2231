import { PhasePlayer } from '../guide/phase-player.js';
import { formatBrief, formatNumber } from '../i18n/numbers.js';
import { inLanguage } from '../i18n/texts.js';
import type { Pass } from './pass.js';
import { phaseCount } from './pass-place.js';
import { networkTexts } from './texts.js';

/** How far the slow motion is: which example, and which of its phases. */
export interface SlowState {
  readonly example: number;
  readonly phase: number;
}

/** Settings of {@link SlowMotion}. */
export interface SlowMotionProps {
  readonly state: SlowState | undefined;
  readonly onChange: (state: SlowState | undefined) => void;
  /** Examples there are. */
  readonly count: number;
  /** The example of the state, with the weights of now. */
  readonly pass: Pass;
  readonly learningRate: number;
  /** Moves the weights by the example's gradients. */
  readonly onUpdate: () => void;
}

/** One example forward and backward through the network, phase by phase, in words; and the update at its end. */
export function SlowMotion({ state, onChange, count, pass, learningRate, onUpdate }: SlowMotionProps) {
  const texts = inLanguage(networkTexts).slow;
  const layerCount = pass.sums.length;
  const isLast = state !== undefined && state.phase === phaseCount(layerCount) - 1;
  const isDone = pass.loss === 0 && state?.phase === layerCount + 1; // nothing flows back
  const next = () => {
    if (!state) return;
    if (isLast) onUpdate();
    if (isLast || isDone) onChange({ example: (state.example + 1) % count, phase: 0 });
    else onChange({ ...state, phase: state.phase + 1 });
  };
  return (
    <PhasePlayer
      start={texts.start}
      phase={state && `${state.example} ${state.phase}`}
      onStart={() => onChange({ example: 0, phase: 0 })}
      onNext={next}
      onEnd={() => onChange(undefined)}
      beside={
        state && (
          <span class="field__hint">{texts.point(formatNumber(state.example + 1), formatNumber(count))}</span>
        )
      }
    >
      {state && sentenceOf(state.phase, pass, learningRate, texts)}
    </PhasePlayer>
  );
}

function sentenceOf(
  phase: number,
  pass: Pass,
  learningRate: number,
  texts: (typeof networkTexts)['en']['slow'],
): string {
  const layerCount = pass.sums.length;
  const answer = formatBrief(Number(pass.answer.toFixed(2)));
  const target = formatNumber(pass.target);
  if (phase === 0) return texts.input(formatBrief(pass.inputs[0]![0]!), formatBrief(pass.inputs[0]![1]!));
  if (phase < layerCount) return texts.forwardLayer;
  if (phase === layerCount)
    return texts.forward(inLanguage(networkTexts).outputName, formatNumber(pass.sums.at(-1)![0]!, 2), answer);
  if (phase === layerCount + 1) {
    const isStep = Number.isInteger(pass.answer);
    if (pass.loss === 0) return texts.right(answer, target);
    return isStep ? texts.wrong(answer, target) : texts.compare(answer, target, formatNumber(pass.loss, 2));
  }
  if (phase === layerCount + 2) return texts.backward(formatNumber(pass.answer - pass.target, 2));
  if (phase < 2 * layerCount + 2) return texts.backwardLayer;
  return texts.update(formatBrief(learningRate));
}
