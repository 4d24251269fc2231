import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import { latentTexts } from './texts.js';
import type { LatentSnapshot } from './train.js';

/** The steps of the guide. */
export const stepNames = ['learn', 'walk', 'free', 'pressed'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** Betas of the steps. */
export const betaOf: Readonly<Record<StepName, number>> = { learn: 1, walk: 1, free: 0, pressed: 64 };

const learned = 58; // nats of reconstruction: most digits can be told
const settled = 120; // steps after which a guess is checked

/** How many of the twelve nearest must be of a class, so that one stands in its cloud. */
export const agreed = 8;

/** Which guess came true, once it is seen. */
export function answerOf(name: StepName, snapshot: LatentSnapshot | undefined): number | undefined {
  if (!snapshot || snapshot.step < settled || snapshot.beta !== betaOf[name]) return undefined;
  if (name === 'free') return Number(snapshot.spread > 2);
  return name === 'pressed' ? Number(snapshot.spread < 0.3) : undefined;
}

/** Judges what is seen, in the words of a step. */
export function judge(name: StepName, snapshot: LatentSnapshot | undefined, met: number): Verdict {
  const texts = inLanguage(latentTexts).verdict;
  if (!snapshot || snapshot.step === 0) return { kind: 'open', text: texts.start };
  const { parts, spread, look } = snapshot;
  if (name === 'learn')
    return {
      kind: parts.reconstruction < learned ? 'good' : 'open',
      text: texts.parts(formatNumber(parts.reconstruction, 1), formatNumber(parts.divergence, 1)),
    };
  if (name === 'walk') {
    const { digit, count } = look.common;
    return {
      kind: met >= 5 ? 'good' : 'open',
      text: texts.here(String(digit), formatNumber(count), formatNumber(met)),
    };
  }
  const answer = answerOf(name, snapshot);
  return { kind: answer === 1 ? 'good' : 'open', text: texts.spread(formatNumber(spread, 2)) };
}
