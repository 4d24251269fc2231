import type { Verdict } from '../ui/verdict.js';
import type { GuideStep } from './guide.js';
import { type Word, Woven } from './woven.js';

/** The words of a step; with a question it is predicted first. */
export interface StepTexts {
  readonly title: string;
  /** Words with a name stand in brackets, as in {@link Woven}. */
  readonly text: string;
  readonly question?: string;
  readonly choices?: readonly string[];
  /** Why it is so. */
  readonly because?: string;
}

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
    const { title, text, question, choices, because } = texts[name];
    const kind = isSeen(name) ? 'good' : verdict?.kind === 'good' ? 'open' : verdict?.kind;
    return {
      title,
      text: <Woven text={text} words={words} />,
      verdict: verdict && kind && { kind, text: verdict.text },
      set: () => {
        onSet(name);
        if (!question) onStart();
      },
      ...(question !== undefined && {
        predict: {
          question,
          choices: choices ?? [],
          answer: answer?.(name),
          onChoose: onStart,
          ...(because !== undefined && { why: because }),
        },
      }),
    };
  });
}
