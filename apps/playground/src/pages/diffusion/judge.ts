import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import type { DiffusionSettings } from './settings.js';
import { diffusionTexts } from './texts.js';
import type { DiffusionSnapshot } from './train.js';

/** The steps of the guide. */
export const stepNames = ['spiral', 'arrows', 'few', 'own'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** Batches after which a guess is checked; distances of a cloud that is near the target, and of one that is far from it. */
const [learned, near, far] = [150, 0.15, 0.3];

/** How far points of a shape that is drawn well are from it on average. */
const closeBy = 0.12;

const leastOwn = 20; // points that make a shape

/** Which guess came true, once it is seen. */
export function answerOf(
  name: StepName,
  snapshot: DiffusionSnapshot | undefined,
  steps: number,
): number | undefined {
  if (!snapshot || steps < learned) return undefined;
  if (name === 'arrows') return Number(snapshot.firstSpread < 0.5);
  return name === 'few' && snapshot.settings.count === 1 ? Number(snapshot.distance > far) : undefined;
}

/** Judges what is seen, in the words of a step. */
export function judge(
  name: StepName,
  { target, own }: DiffusionSettings,
  snapshot: DiffusionSnapshot | undefined,
  steps: number,
): Verdict {
  const texts = inLanguage(diffusionTexts).verdict;
  if (name === 'own' && target === 'own' && own.length < leastOwn) return { kind: 'open', text: texts.draw };
  if (!snapshot || steps === 0) return { kind: 'open', text: texts.start };
  const { distance, noiseDistance, off, firstSpread, settings } = snapshot;
  if (settings.target !== target || Number.isNaN(distance)) return { kind: 'open', text: texts.start };
  const numbers = texts.distance(
    formatNumber(off, 2),
    formatNumber(distance, 2),
    formatNumber(noiseDistance, 2),
  );
  if (name === 'arrows')
    return {
      kind: steps >= learned && firstSpread < 0.5 ? 'good' : 'open',
      text: texts.spread(formatNumber(firstSpread, 2)),
    };
  if (name === 'few') {
    const isSeen = steps >= learned && settings.count === 1 && distance > far;
    return { kind: isSeen ? 'good' : 'open', text: numbers };
  }
  if (name === 'own' && target !== 'own') return { kind: 'open', text: texts.draw };
  return { kind: distance < near && off < closeBy ? 'good' : 'open', text: numbers };
}
