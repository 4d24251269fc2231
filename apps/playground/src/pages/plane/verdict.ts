import { formatPercent } from '../../i18n/numbers.js';
import type { Verdict } from '../../ui/verdict.js';
import type { PlaneSettings } from './settings.js';
import type { planeTexts } from './texts.js';
import type { PlaneSnapshot } from './train.js';

const goal = 0.95;
const patience = 60; // epochs after which it is fair to say that it does not work

/** Judges what is seen. */
export function judge(
  settings: PlaneSettings,
  snapshot: PlaneSnapshot | undefined,
  texts: (typeof planeTexts)['en']['verdict'],
): Verdict {
  if (settings.data === 'own' && new Set(settings.own.map(({ label }) => label)).size < 2) {
    return { kind: 'open', text: texts.fewPoints };
  }
  const { trainLoss = [], testLoss = [], trainAccuracy = [], testAccuracy = [] } = snapshot?.curves.y ?? {};
  const epochs = snapshot?.curves.x.at(-1) ?? 0;
  const [loss, unseenLoss] = [trainLoss.at(-1), testLoss.at(-1) ?? Number.NaN];
  const [seen, unseen] = [trainAccuracy.at(-1) ?? 0, testAccuracy.at(-1) ?? Number.NaN];
  if (loss === undefined || epochs === 0) return { kind: 'open', text: texts.waiting };
  if (!(loss < 1.5)) return { kind: 'bad', text: texts.tooFast };
  const [seenText, unseenText] = [formatPercent(seen), formatPercent(unseen)];
  if (unseen >= goal) return { kind: 'good', text: texts.good(unseenText) };
  const least = testLoss.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const isByHeart =
    epochs >= 30 && unseenLoss > 1.25 * least && unseenLoss > 2 * loss && seen - unseen > 0.04;
  if (isByHeart) return { kind: 'bad', text: texts.byHeart(seenText, unseenText) };
  if (epochs >= patience && seen < 0.92 && settings.hidden.length === 0)
    return { kind: 'bad', text: texts.line };
  if (epochs >= patience && seen < 0.92 && settings.activations.every((name) => name === 'identity')) {
    return { kind: 'bad', text: texts.linear };
  }
  if (epochs >= 5 * patience && seen < 0.75) return { kind: 'bad', text: texts.stuck };
  const text = Number.isNaN(unseen) ? texts.learningOnly(seenText) : texts.learning(seenText, unseenText);
  return { kind: 'open', text };
}
