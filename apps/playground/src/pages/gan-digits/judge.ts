import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import { classes, type GanDigitsSettings, ganDigitsSchema } from './settings.js';
import { ganDigitsTexts } from './texts.js';
import type { GanDigitsSnapshot } from './train.js';

/** The steps of the guide. */
export const stepNames = ['learn', 'copies', 'hand', 'penalty'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

const { r1, learningRate } = ganDigitsSchema.initial;

/** What each step sets. */
export const presets: Readonly<Record<StepName, Partial<GanDigitsSettings>>> = {
  learn: { r1, learningRate, walks: false },
  copies: { r1, learningRate, walks: false },
  hand: { r1, learningRate, walks: true },
  penalty: { r1: 0, learningRate, walks: false },
};

const readable = 0.9; // share that the judge takes for the class asked for
const settled = 200; // steps after which a guess is checked
const alike = 0.5; // variety below which digits of a class are much the same

/** Which guess came true, once it is seen. */
export function answerOf(name: StepName, snapshot: GanDigitsSnapshot | undefined): number | undefined {
  if (!snapshot || snapshot.step < settled || snapshot.settings.r1 !== presets[name].r1) return undefined;
  const { recognised, variety } = snapshot.curves.y;
  if (name === 'copies')
    return recognised.some((share) => share >= readable) ? Number(snapshot.novelty > 0.7) : undefined;
  return recognised.some((share, i) => share >= readable && variety[i]! < alike) ? 1 : undefined;
}

/** Judges what is seen, in the words of a step. */
export function judge(name: StepName, snapshot: GanDigitsSnapshot | undefined): Verdict {
  const texts = inLanguage(ganDigitsTexts).verdict;
  if (!snapshot || snapshot.step === 0) return { kind: 'open', text: texts.start };
  const recognised = formatPercent(snapshot.recognised);
  if (name === 'learn')
    return {
      kind: snapshot.recognised >= readable ? 'good' : 'open',
      text: texts.recognised(recognised, formatPercent(snapshot.judged)),
    };
  if (name === 'hand') {
    const made = snapshot.read.subarray(classes);
    const share = made.filter((digit, i) => digit === i % classes).length / made.length;
    return {
      kind: snapshot.settings.walks && share >= readable ? 'good' : 'open',
      text: texts.walked(formatPercent(share)),
    };
  }
  return {
    kind: answerOf(name, snapshot) === 1 ? 'good' : 'open',
    text:
      name === 'copies'
        ? texts.novelty(formatNumber(snapshot.novelty, 2))
        : texts.variety(recognised, formatPercent(snapshot.variety)),
  };
}
