import type { Verdict } from '../ui/verdict.js';
import type { GuideStep } from './guide.js';
import type { Prediction } from './predict.js';
import { type Word, Woven } from './woven.js';

/** The words of a step; with a question it is predicted first. */
export interface StepTexts {
  readonly title: string;
  /** Words with a name stand in brackets, as in {@link Woven}. */
  readonly text: string;
  /** What to look for in the picture. */
  readonly look?: string;
  readonly question?: string;
  readonly choices?: readonly string[];
  /** Why it is so. */
  readonly because?: string;
}

/** What a step does. */
export interface StepParts extends Pick<GuideStep, 'set' | 'verdict'> {
  readonly words: Readonly<Record<string, Word>>;
  /** What becomes of the question; choices and reason only where they are not in the texts. */
  readonly predict?: Omit<Prediction, 'question' | 'choices'> & Partial<Pick<Prediction, 'choices'>>;
}

/** A step of a `Guide` out of its texts and of what it does. */
export const guideStep = (
  { title, text, look, question = '', choices = [], because }: StepTexts,
  { words, predict, ...rest }: StepParts,
): GuideStep => ({
  ...rest,
  title,
  text: <Woven text={text} words={words} />,
  ...(look !== undefined && { lookFor: look }),
  ...(predict && {
    predict: { question, choices, ...(because !== undefined && { why: because }), ...predict },
  }),
});

/** Settings of {@link guideSteps}. */
export interface GuideStepsOptions<Name extends string> {
  readonly names: readonly Name[];
  readonly texts: Readonly<Record<Name, StepTexts>>;
  readonly words: Readonly<Record<string, Word>>;
  /** What can be said of what is seen now. */
  readonly verdict: Verdict | undefined;
  /** Whether a step's point is seen now: then its verdict is good, whatever it says. */
  readonly isSeen: (name: Name) => boolean;
  /** Which choice of a prediction came true, once it is known. */
  readonly answer?: (name: Name) => number | undefined;
  /** Sets the controls of a step. */
  readonly onSet: (name: Name) => void;
  /** Starts what shows a step: when it is entered, or once one has predicted. */
  readonly onStart: () => void;
}

/** The steps of a `Guide`, out of a page's texts and what the page knows. */
export function guideSteps<Name extends string>(options: GuideStepsOptions<Name>): GuideStep[] {
  const { names, texts, words, verdict, isSeen, answer, onSet, onStart } = options;
  return names.map((name): GuideStep => {
    const { question } = texts[name];
    const kind = isSeen(name) ? 'good' : verdict?.kind === 'good' ? 'open' : verdict?.kind;
    return guideStep(texts[name], {
      words,
      verdict: verdict && kind && { kind, text: verdict.text },
      set: () => {
        onSet(name);
        if (!question) onStart();
      },
      ...(question !== undefined && { predict: { answer: answer?.(name), onChoose: onStart } }),
    });
  });
}
