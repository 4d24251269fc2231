import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import type { NumbersSettings } from './settings.js';
import { numbersTexts } from './texts.js';
import type { NumbersSnapshot, WrittenNumber } from './train.js';

/** The steps of the guide. */
export const stepNames = ['learn', 'look', 'longer', 'back'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** Shares of numbers written right: enough for a guess to be checked, and for a step. */
const [known, mastered] = [0.9, 0.95];

/** What each step sets. */
export const presets: Readonly<Record<StepName, NumbersSettings>> = {
  learn: { direction: 'words', words: 'es', digits: 4, shown: 1234 },
  look: { direction: 'words', words: 'es', digits: 4, shown: 7683 },
  longer: { direction: 'words', words: 'es', digits: 4, shown: 57683 },
  back: { direction: 'digits', words: 'es', digits: 4, shown: 2008 },
};

/** Whether a number is written without an error. */
export const isRight = ({ written, right }: WrittenNumber): boolean => written.join(' ') === right.join(' ');

/** Which guess came true, once it is seen. */
export function answerOf(name: StepName, snapshot: NumbersSnapshot | undefined): number | undefined {
  if (!snapshot || snapshot.heldOut < known || !isSetFor(name, snapshot.settings)) return undefined;
  if (name === 'look') return Number(snapshot.aligned.share > 0.5);
  return name === 'longer' ? Number(!isRight(snapshot.shown)) : undefined;
}

/** Judges what is seen, in the words of a step. */
export function judge(name: StepName, snapshot: NumbersSnapshot | undefined): Verdict {
  const texts = inLanguage(numbersTexts).verdict;
  if (!snapshot || Number.isNaN(snapshot.loss)) return { kind: 'open', text: texts.start };
  const { heldOut, aligned, shown, settings } = snapshot;
  const share = texts.heldOut(formatPercent(heldOut));
  if (!isSetFor(name, settings)) return { kind: 'open', text: share };
  const isKnown = heldOut >= known;
  if (name === 'look')
    return {
      kind: isKnown && aligned.share > 0.5 ? 'good' : 'open',
      text: texts.aligned(formatNumber(aligned.head), formatPercent(aligned.share)),
    };
  if (name === 'longer')
    return {
      kind: isKnown && String(shown.number).length > settings.digits ? 'good' : 'open',
      text: texts.longer(formatPercent(heldOut), shown.written.join(' ').trim(), isRight(shown)),
    };
  return { kind: heldOut >= mastered ? 'good' : 'open', text: share };
}

const isSetFor = (name: StepName, { direction, digits }: NumbersSettings): boolean =>
  direction === presets[name].direction && (name !== 'longer' || digits === presets.longer.digits);
