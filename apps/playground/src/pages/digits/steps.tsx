import { useEffect, useRef, useState } from 'preact/hooks';
import type { GuideStep } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Maps } from '../../network/feature-maps.js';
import { largestOf } from '../../signs/probability-bars.js';
import type { Verdict } from '../../ui/verdict.js';
import { type DigitsSettings, firstExample, images } from './settings.js';
import { digitsTexts } from './texts.js';
import type { DigitsSnapshot, Look } from './train.js';

/** What the steps do. */
export interface StepActions {
  readonly showImage: (image: string) => void;
  readonly showExample: () => void;
  readonly showMistake: () => void;
  readonly clear: () => void;
  readonly begin: (begin: DigitsSettings['begin']) => void;
  /** Looks inside a filter of the first layer. */
  readonly lookAtFilter: (filter: number) => void;
}

/** Settings of {@link useGuideSteps}. */
export interface StepsInput {
  readonly snapshot: DigitsSnapshot | undefined;
  readonly settings: DigitsSettings;
  /** The digit that somebody meant, where it is known. */
  readonly actual: number | undefined;
  readonly isDrawn: boolean;
  readonly batches: number;
  readonly actions: StepActions;
}

/** The digit to draw. */
export const wantedDigit = 4;
const enough = { read: 3, accuracy: 0.9 } as const;

/** The steps of the page, each with what it sets and what it sees. */
export function useGuideSteps(input: StepsInput): GuideStep[] {
  const { snapshot, settings, actual, isDrawn, batches, actions } = input;
  const texts = inLanguage(digitsTexts);
  const { steps, verdict: verdicts } = texts;
  const look = snapshot?.look?.image === settings.image ? snapshot.look : undefined;
  const answer = look && largestOf(look.probabilities);
  const says = look ? texts.says(String(answer), formatPercent(look.probabilities[answer!]!)) : '';
  const seen = useSeen(look, answer !== undefined && answer === actual);
  const isTrained = settings.begin === 'trained';
  const [guess, setGuess] = useState(false);
  const filter = snapshot ? levelFilter(snapshot.filters) : 0;
  const sumOn = (image: string): number | undefined => seen.sums[image]?.[filter];
  const [onUpright, onLevel] = [sumOn(images.upright), sumOn(images.level)];
  const isCompared = onUpright !== undefined && onLevel !== undefined;
  const wrong = snapshot?.tested.mistakes.length ?? 0;
  const accuracy = formatPercent(snapshot?.tested.accuracy ?? Number.NaN, 1);
  const verdict = (kind: Verdict['kind'], text: string): Verdict => ({ kind, text });
  const waiting = verdict('open', verdicts.waiting);
  const name = formatNumber(filter + 1);
  const verdictOf = {
    read() {
      if (!look || actual === undefined) return waiting;
      if (answer !== actual) return verdict('bad', verdicts.wrong(says, String(actual)));
      return seen.right >= enough.read
        ? verdict('good', verdicts.right(says))
        : verdict('open', verdicts.more(says, formatNumber(seen.right)));
    },
    draw() {
      if (!isDrawn || !look) return verdict('open', verdicts.draw(String(wantedDigit)));
      return answer === wantedDigit
        ? verdict('good', verdicts.right(says))
        : verdict('bad', verdicts.wrong(says, String(wantedDigit)));
    },
    filters() {
      if (!isCompared) return verdict('open', verdicts.compare(name));
      return verdict('good', verdicts.compared(name, formatNumber(onUpright, 1), formatNumber(onLevel, 1)));
    },
    mistakes: () =>
      look && actual !== undefined && answer !== actual
        ? verdict('good', verdicts.mistake(says, String(actual)))
        : verdict('open', verdicts.nextMistake),
    scratch() {
      if (snapshot?.begin !== 'scratch') return waiting;
      const isGood = snapshot.tested.accuracy >= enough.accuracy;
      return verdict(isGood ? 'good' : 'open', verdicts.learning(accuracy, formatNumber(batches)));
    },
  };
  /** Begins trained, then does the rest. */
  const trained = (then?: () => void) => () => {
    if (!isTrained) actions.begin('trained');
    then?.();
  };
  const show = (image: string) => ({ set: () => actions.showImage(image) });
  const beginWith = (begin: DigitsSettings['begin']) => ({ set: () => actions.begin(begin) });
  return [
    guideStep(steps.read, {
      words: { example: { set: actions.showExample } },
      set: trained(() => actions.showImage(firstExample.image)),
      verdict: verdictOf.read(),
    }),
    guideStep(
      { ...steps.draw, text: steps.draw.text(String(wantedDigit)) },
      { words: { clear: { set: actions.clear } }, set: trained(actions.clear), verdict: verdictOf.draw() },
    ),
    guideStep(
      { ...steps.filters, text: steps.filters.text(name), question: steps.filters.question(name) },
      {
        words: { upright: show(images.upright), level: show(images.level) },
        set: trained(() => {
          actions.showImage(images.upright);
          actions.lookAtFilter(filter);
        }),
        predict: {
          answer: isCompared ? Number(onLevel < onUpright) : undefined,
          onChoose: () => actions.showImage(images.level),
        },
        verdict: verdictOf.filters(),
      },
    ),
    guideStep(
      { ...steps.mistakes, because: steps.mistakes.because(formatNumber(wrong), accuracy) },
      {
        words: { mistake: { set: actions.showMistake } },
        set: trained(),
        predict: {
          answer: guess && snapshot ? (wrong === 0 ? 0 : wrong < 20 ? 1 : 2) : undefined,
          onChoose: () => {
            setGuess(true);
            actions.showMistake();
          },
        },
        verdict: verdictOf.mistakes(),
      },
    ),
    guideStep(steps.scratch, {
      words: { scratch: beginWith('scratch'), trained: beginWith('trained') },
      set: () => actions.begin('scratch'),
      verdict: verdictOf.scratch(),
    }),
  ];
}

/** What has been seen so far: how many different digits were read rightly, and for each image what the filters' maps sum to. */
function useSeen(look: Look | undefined, isRight: boolean) {
  const right = useRef(new Set<string>());
  const [seen, setSeen] = useState({ right: 0, sums: {} as Readonly<Record<string, readonly number[]>> });
  useEffect(() => {
    if (!look) return;
    if (isRight) right.current.add(look.image);
    const { values } = look.maps.first;
    const sums = values.map((map) => map.reduce((sum, value) => sum + value, 0));
    setSeen({ right: right.current.size, sums: { ...seen.sums, [look.image]: sums } });
  }, [look?.image, isRight]);
  return seen;
}

/** The kernel whose weights differ most from top to bottom, and least from left to right. */
const levelFilter = ({ values }: Maps): number =>
  largestOf(
    values.map((w) => {
      const across = [0, 3, 6].reduce((sum, row) => sum + w[row + 2]! - w[row]!, 0);
      const down = [0, 1, 2].reduce((sum, column) => sum + w[column + 6]! - w[column]!, 0);
      return Math.abs(down) - Math.abs(across);
    }),
  );
