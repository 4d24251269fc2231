import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import type { AttentionSettings } from './settings.js';
import { attentionTexts } from './texts.js';
import type { AttentionSnapshot } from './train.js';

/** The steps of the guide. */
export const stepNames = ['look', 'heads', 'mask', 'own', 'published'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

const phrase = 'To be, or not to be';

/** What each step sets. */
export const presets: Readonly<Record<StepName, AttentionSettings>> = {
  look: { text: phrase, causal: true, model: 'page', layer: 1 },
  heads: { text: phrase, causal: true, model: 'page', layer: 1 },
  mask: { text: phrase, causal: false, model: 'page', layer: 1 },
  own: { text: 'Good night, good night!', causal: true, model: 'page', layer: 1 },
  published: { text: phrase, causal: true, model: 'published', layer: 1 },
};

const enough = 4; // characters that one has looked at

/** The mean of some numbers. */
export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

/** The head of a layer that looks most at the character just before, from 1, and its share of the attention there. */
export function backHead(
  { layers }: AttentionSnapshot,
  layer: number,
): { readonly head: number; readonly share: number } {
  const shares = layers[layer - 1]!.weights.map((rows) => meanOf(rows.slice(1).map((row, i) => row[i]!)));
  const share = Math.max(...shares);
  return { head: shares.indexOf(share) + 1, share };
}

/** Which guess came true, once it is seen. */
export function answerOf(name: StepName, snapshot: AttentionSnapshot | undefined): number | undefined {
  if (!snapshot || snapshot.isPublished) return undefined;
  if (name === 'heads') return Number(backHead(snapshot, 1).share > 0.5);
  if (name !== 'mask' || snapshot.settings.causal) return undefined;
  return Number(meanOf(snapshot.nats.open) > meanOf(snapshot.nats.masked));
}

/** Judges what is seen, in the words of a step. */
export function judge(name: StepName, snapshot: AttentionSnapshot | undefined, met: number): Verdict {
  const texts = inLanguage(attentionTexts).verdict;
  if (!snapshot || snapshot.tokens.length < 2) return { kind: 'open', text: texts.type };
  if (name === 'published')
    return snapshot.loaded === ''
      ? { kind: 'open', text: texts.load }
      : { kind: snapshot.isPublished ? 'good' : 'open', text: texts.loaded(snapshot.loaded) };
  if (snapshot.isPublished && name !== 'look') return { kind: 'open', text: texts.ownNetwork };
  const [masked, open] = [meanOf(snapshot.nats.masked), meanOf(snapshot.nats.open)];
  if (name === 'look')
    return {
      kind: met >= enough ? 'good' : 'open',
      text: texts.met(formatNumber(Math.min(met, enough)), formatNumber(enough)),
    };
  if (name === 'heads') {
    const { head, share } = backHead(snapshot, 1);
    return {
      kind: share > 0.5 ? 'good' : 'open',
      text: texts.back(formatNumber(head), formatPercent(share)),
    };
  }
  if (name === 'mask')
    return {
      kind: snapshot.settings.causal ? 'open' : 'good',
      text: texts.nats(formatNumber(masked, 2), formatNumber(open, 2)),
    };
  return {
    kind: snapshot.settings.text === presets.own.text || snapshot.settings.text === phrase ? 'open' : 'good',
    text: texts.own(formatNumber(masked, 2), formatNumber(Math.exp(masked), 1)),
  };
}
