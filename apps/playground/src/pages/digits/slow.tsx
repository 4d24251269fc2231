import { Shapes } from 'lucide-preact';
import { PhasePlayer } from '../../guide/phase-player.js';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Maps } from '../../network/feature-maps.js';
import { largestOf } from '../../signs/probability-bars.js';
import { Button } from '../../ui/button.js';
import { digitsTexts } from './texts.js';
import type { Backward, Look } from './train.js';

/** Where the slow motion is. */
export interface Phase {
  readonly name: keyof typeof phases;
  /** The part of the picture that it is about. */
  readonly at: 'image' | 'first' | 'second' | 'hidden' | 'output';
}

/** One image forward through the network, the comparison, and the gradients back. */
const phases = {
  image: 'image',
  first: 'first',
  second: 'second',
  hidden: 'hidden',
  output: 'output',
  compare: 'output',
  backOutput: 'output',
  backHidden: 'hidden',
  backSecond: 'second',
  backFirst: 'first',
  backImage: 'image',
} as const;
const names = Object.keys(phases) as (keyof typeof phases)[];

/** Parts that the gradients have come to. */
export const layersInBackward = ({ name }: Phase): Phase['at'][] =>
  names.slice(0, names.indexOf(name) + 1).flatMap((one) => (one.startsWith('back') ? [phases[one]] : []));

/** Settings of {@link SlowMotion}. */
export interface SlowMotionProps {
  readonly phase: Phase | undefined;
  readonly onPhase: (phase: Phase | undefined) => void;
  readonly look: Look | undefined;
  readonly backward: Backward | undefined;
  readonly target: number;
  /** Shows another real digit. */
  readonly onExample: () => void;
}

/** Forward and backward, phase by phase, in words with the numbers of now. */
export function SlowMotion(props: SlowMotionProps) {
  const { phase, onPhase, look, onExample } = props;
  const { slow: texts, example } = inLanguage(digitsTexts);
  const go = (name: keyof typeof phases | undefined) => onPhase(name && { name, at: phases[name] });
  return (
    <PhasePlayer
      start={texts.start}
      phase={phase?.name}
      isReady={look !== undefined}
      plays
      onStart={() => go('image')}
      onNext={() => go(phase && names[names.indexOf(phase.name) + 1])}
      onEnd={() => go(undefined)}
      beside={
        !phase && (
          <Button icon={Shapes} onClick={onExample}>
            {example}
          </Button>
        )
      }
    >
      {look && phase && sentenceOf({ ...props, look, phase })}
    </PhasePlayer>
  );
}

/** Which map has the largest sum. */
const strongestOf = ({ values }: Maps): number =>
  largestOf(values.map((map) => map.reduce((sum, value) => sum + value, 0)));

function sentenceOf({
  phase: { name },
  look,
  backward,
  target,
}: SlowMotionProps & { look: Look; phase: Phase }): string {
  const texts = inLanguage(digitsTexts);
  const { maps, probabilities } = look;
  const best = largestOf(probabilities);
  if (name === 'first' || name === 'second')
    return texts.slow[name](formatNumber(strongestOf(maps[name]) + 1));
  if (name === 'hidden')
    return texts.slow.hidden(formatNumber(maps.hidden.values.filter(([value]) => value! > 0).length));
  if (name === 'output')
    return texts.slow.output(texts.says(String(best), formatPercent(probabilities[best]!)));
  if (name === 'compare')
    return texts.slow.compare(String(target), formatNumber(backward?.loss ?? Number.NaN, 3));
  return texts.slow[name];
}
