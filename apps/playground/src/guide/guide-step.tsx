import type { GuideStep } from './guide.js';
import type { Prediction } from './predict.js';
import { Woven, type WovenProps } from './woven.js';

/** What a step says, as it stands in a page's texts; words in brackets are {@link Woven}. */
export interface StepTexts {
  readonly title: string;
  readonly text: string;
  readonly look: string;
  /** What is to be predicted, the choices, and why it turns out so. */
  readonly ask?: string;
  readonly choices?: readonly string[];
  readonly why?: string;
}

/** What a step does. */
export interface StepParts extends Pick<GuideStep, 'set' | 'verdict'> {
  readonly words: WovenProps['words'];
  /** What becomes of the question; choices and reason only where they are not in the texts. */
  readonly predict?: Omit<Prediction, 'question' | 'choices'> & Partial<Pick<Prediction, 'choices'>>;
}

/** A step of a guide out of its texts and of what it does. */
export const guideStep = (
  { title, text, look, ask = '', choices = [], why = '' }: StepTexts,
  { words, predict, ...rest }: StepParts,
): GuideStep => ({
  ...rest,
  title,
  text: <Woven text={text} words={words} />,
  lookFor: look,
  ...(predict && { predict: { question: ask, choices, why, ...predict } }),
});
