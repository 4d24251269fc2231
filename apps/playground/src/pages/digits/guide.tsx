import { Guide, type GuideStep } from '../../guide/guide.js';
import { Woven } from '../../guide/woven.js';
import { formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import { digitsTexts } from './texts.js';
import type { DigitsSettings, DigitsSnapshot } from './train.js';

/** Settings of {@link DigitsGuide}. */
export interface DigitsGuideProps {
  readonly snapshot: DigitsSnapshot | undefined;
  /** Sets the controls, and begins at once. */
  readonly onBegin: (changes: Partial<DigitsSettings>) => void;
}

const goal = 0.9;
const initial: DigitsSettings = { optimizer: 'adam', learningRate: 0.002, batchSize: 64, dropout: 0.25 };
const without: DigitsSettings = { ...initial, dropout: 0, learningRate: 0.005 };

/** The page's question and the way to its answer. */
export function DigitsGuide({ snapshot, onBegin }: DigitsGuideProps) {
  const texts = inLanguage(digitsTexts);
  const words = {
    maps: { lights: 'maps' },
    filters: { lights: 'filters' },
    matrix: { lights: 'confusion' },
    sgd: { set: () => onBegin({ optimizer: 'sgd', learningRate: 0.2 }) },
    none: { set: () => onBegin({ dropout: 0 }) },
    half: { set: () => onBegin({ dropout: 0.5 }) },
  };
  const step = (name: keyof typeof texts.steps, verdict: Verdict, more: Partial<GuideStep>): GuideStep => ({
    title: texts.steps[name].title,
    text: <Woven text={texts.steps[name].text} words={words} />,
    verdict,
    ...more,
  });
  const accuracy = snapshot?.testAccuracy ?? 0;
  const [train, test] = [snapshot?.curves.y.trainLoss.at(-1) ?? 1, snapshot?.curves.y.testLoss.at(-1) ?? 1];
  const isApart = train < 0.03 && test > 2 * train;
  const right = formatPercent(accuracy, 1);
  const { overfit } = texts.predictions;
  const { verdicts } = texts;
  return (
    <Guide
      question={texts.question}
      steps={[
        step(
          'watch',
          { kind: accuracy >= goal ? 'good' : 'open', text: verdicts.accuracy(right) },
          { set: () => onBegin(initial) },
        ),
        step(
          'draw',
          snapshot?.look ? { kind: 'good', text: verdicts.answered } : { kind: 'open', text: verdicts.draw },
          {},
        ),
        step('mistakes', mistakeVerdict(snapshot, verdicts), {}),
        step(
          'overfit',
          isApart ? { kind: 'good', text: verdicts.apart } : { kind: 'open', text: verdicts.together },
          {
            set: () => onBegin(without),
            predict: { ...overfit, answer: isApart ? 1 : undefined, why: overfit.because },
          },
        ),
      ]}
    />
  );
}

/** Which two digits are taken for each other most often. */
function mistakeVerdict(
  snapshot: DigitsSnapshot | undefined,
  texts: (typeof digitsTexts)['en']['verdicts'],
): Verdict {
  const all = (snapshot?.confusion ?? []).flatMap((row, actual) =>
    row.map((count, predicted) => ({ count: actual === predicted ? 0 : count, actual, predicted })),
  );
  const most = all.reduce((best, one) => (one.count > best.count ? one : best), {
    count: 0,
    actual: 0,
    predicted: 0,
  });
  const isLearned = (snapshot?.testAccuracy ?? 0) >= goal;
  if (most.count === 0)
    return { kind: isLearned ? 'good' : 'open', text: isLearned ? texts.noMistakes : texts.early };
  return {
    kind: isLearned ? 'good' : 'open',
    text: texts.confused(String(most.actual), String(most.predicted), String(most.count)),
  };
}
