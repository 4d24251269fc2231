import { Guide, type GuideStep } from '../../guide/guide.js';
import { Woven } from '../../guide/woven.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import type { RaceSnapshot } from './race.js';
import { type DescentSettings, initialSettings, landscapes, type SurfaceName } from './settings.js';
import type { SlopeSnapshot } from './slope.js';
import { descentTexts } from './texts.js';

/** Settings of {@link DescentGuide}. */
export interface DescentGuideProps {
  readonly settings: DescentSettings;
  readonly race: RaceSnapshot | undefined;
  readonly slope: SlopeSnapshot | undefined;
  readonly verdict: Verdict | undefined;
  /** Sets the controls, and begins at once. */
  readonly onBegin: (changes: Partial<DescentSettings>) => void;
  /** Sets the controls, and waits. */
  readonly onSet: (changes: Partial<DescentSettings>) => void;
  readonly onStart: () => void;
}

const on = (surface: SurfaceName, changes: Partial<DescentSettings> = {}): Partial<DescentSettings> => ({
  ...initialSettings,
  surface,
  start: landscapes[surface].start,
  ...changes,
});
const one = (learningRate: number): Partial<DescentSettings> => ({
  ...initialSettings,
  view: 'slope',
  learningRate,
});

/** The page's question and the way to its answer. */
export function DescentGuide({ settings, race, slope, verdict, onBegin, onSet, onStart }: DescentGuideProps) {
  const texts = inLanguage(descentTexts);
  const words = {
    sgd: { lights: 'sgd' },
    momentum: { lights: 'momentum' },
    half: { set: () => onBegin({ momentum: 0.5 }) },
    most: { set: () => onBegin({ momentum: 0.95 }) },
    small: { set: () => onBegin({ learningRate: 0.03 }) },
    good: { set: () => onBegin({ learningRate: 0.8 }) },
    swings: { set: () => onBegin({ learningRate: 1.8 }) },
  };
  const runs = race?.runs;
  const isOver = runs && Object.values(runs).every(({ state }) => state !== 'underway');
  const isAt = (surface: SurfaceName) => settings.view === 'race' && settings.surface === surface;
  const step = (
    name: keyof typeof texts.steps,
    isSeen: boolean | undefined,
    more: Partial<GuideStep>,
  ): GuideStep => ({
    title: texts.steps[name].title,
    text: <Woven text={texts.steps[name].text} words={words} />,
    verdict: verdict && {
      ...verdict,
      kind: isSeen ? 'good' : verdict.kind === 'good' ? 'open' : verdict.kind,
    },
    ...more,
  });
  const { ripples, huge } = texts.predictions;
  const hasWon = isAt('ripples') && isOver ? (runs.momentum.state === 'arrived' ? 1 : 0) : undefined;
  const hasFlown = settings.view === 'slope' && slope?.regime === 'diverges' ? 2 : undefined;
  return (
    <Guide
      question={texts.question}
      steps={[
        step('race', isAt('valley') && settings.factor === 1 && isOver, { set: () => onBegin(on('valley')) }),
        step('thrown', isAt('valley') && runs?.sgd.state === 'left', {
          set: () => onBegin(on('valley', { factor: 2 })),
        }),
        step('ripples', hasWon === 1, {
          set: () => onSet(on('ripples')),
          predict: { ...ripples, answer: hasWon, why: ripples.because, onChoose: onStart },
        }),
        step('huge', hasFlown !== undefined, {
          set: () => onSet(one(2.2)),
          predict: { ...huge, answer: hasFlown, why: huge.because, onChoose: onStart },
        }),
        step('best', settings.view === 'slope' && slope?.regime === 'arrived' && slope.w.length <= 3, {
          set: () => onBegin(one(0.3)),
        }),
      ]}
    />
  );
}
