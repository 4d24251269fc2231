import { Pause, Play, Shapes, StepForward, X } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { largestOf } from '../../signs/probability-bars.js';
import { Button, IconButton } from '../../ui/button.js';
import { digitsTexts } from './texts.js';
import type { Backward, Look, Maps } from './train.js';

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
const phaseMs = 2200;

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
  const [isPlaying, setPlaying] = useState(false);
  const go = (name: keyof typeof phases | undefined) => onPhase(name && { name, at: phases[name] });
  const end = () => {
    setPlaying(false);
    go(undefined);
  };
  const next = () => {
    const following = phase && names[names.indexOf(phase.name) + 1];
    if (following) go(following);
    else end();
  };
  useEffect(() => {
    if (!isPlaying || !phase) return undefined;
    const timer = setTimeout(next, phaseMs);
    return () => clearTimeout(timer);
  }, [isPlaying, phase]);
  if (!phase) {
    const start = () => {
      go('image');
      setPlaying(true);
    };
    return (
      <div class="digits-slow__bar">
        <Button icon={Play} disabled={!look} onClick={start}>
          {texts.start}
        </Button>
        <Button icon={Shapes} onClick={onExample}>
          {example}
        </Button>
      </div>
    );
  }
  return (
    <section class="digits-slow" aria-label={texts.start}>
      <p class="digits-slow__text" role="status">
        {look && sentenceOf(props as SlowMotionProps & { look: Look; phase: Phase })}
      </p>
      <div class="digits-slow__bar">
        <Button variant="primary" icon={StepForward} onClick={next}>
          {texts.next}
        </Button>
        <IconButton
          label={isPlaying ? texts.pause : texts.play}
          icon={isPlaying ? Pause : Play}
          onClick={() => setPlaying(!isPlaying)}
        />
        <IconButton label={texts.end} icon={X} onClick={end} />
      </div>
    </section>
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
