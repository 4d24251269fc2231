import { formatBrief, formatNumber, formatShort } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import { type MemorySettings, methodNames } from './settings.js';
import { memoryTexts } from './texts.js';
import type { MemorySnapshot } from './train.js';

/** The steps of the guide. */
export const stepNames = ['count', 'explode', 'vanish', 'cliff', 'cell'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** Steps in whose rows a thousandth of the gradient or more arrives. */
const reached = (shares: Float32Array): number => shares.filter((share) => Math.abs(share) >= 1e-3).length;

/** Which guess came true, once it is seen. */
export function answerOf(
  name: StepName,
  settings: MemorySettings,
  snapshot: MemorySnapshot | undefined,
  isOver: boolean,
) {
  if (!snapshot || snapshot.settings.length !== settings.length) return undefined;
  const { shares } = snapshot.plain;
  if (name === 'explode') return settings.back && Math.abs(shares[0]!) > 1e8 ? 2 : undefined;
  if (name === 'vanish') return settings.back && reached(shares) === 10 ? 1 : undefined;
  if (name !== 'cliff' || !isOver) return undefined;
  const states = methodNames.map((method) => snapshot.runs[method].state);
  if (states.every((state) => state === 'arrived')) return 0;
  return states.join() === 'left,arrived,arrived' ? 1 : 2;
}

/** Judges what is seen, in the words of a step. */
export function judge(
  name: StepName,
  settings: MemorySettings,
  snapshot: MemorySnapshot | undefined,
  isOver: boolean,
): Verdict {
  const texts = inLanguage(memoryTexts).verdict;
  if (!snapshot) return { kind: 'open', text: texts.look };
  const { bits, count, plain, lstm, runs } = snapshot;
  const last = plain.values.at(-1)!;
  const first = plain.shares[0]!;
  if (name === 'count') {
    const counts = Math.abs(last - count) < 0.5;
    return counts
      ? { kind: 'good', text: texts.counts(formatBrief(count), formatNumber(last, 2)) }
      : { kind: 'open', text: texts.miscounts(formatBrief(count), formatShort(last)) };
  }
  if (name === 'cliff') {
    if (!isOver) return { kind: 'open', text: texts.running };
    const states = methodNames.map((method) =>
      texts.state(texts.methods[method], texts.states[runs[method].state]),
    );
    const isSeen =
      runs.plain.state === 'left' && runs.clip.state === 'arrived' && runs.rprop.state === 'arrived';
    return { kind: isSeen ? 'good' : 'open', text: states.join(' ') };
  }
  if (name === 'cell') {
    if (!lstm) return { kind: 'open', text: settings.lstm ? texts.look : texts.noLSTM };
    const kept = lstm.shares[0]!;
    const text = texts.both(formatShort(first), formatShort(kept));
    return { kind: kept > 0.1 && Math.abs(first) < 0.01 ? 'good' : 'open', text };
  }
  if (!settings.back) return { kind: 'open', text: texts.guess };
  const size = Math.abs(first);
  if (size > 100)
    return {
      kind: name === 'explode' ? 'good' : 'open',
      text: texts.explodes(formatShort(size), formatBrief(bits.length - 1)),
    };
  if (size < 1e-2)
    return {
      kind: name === 'vanish' ? 'good' : 'open',
      text: texts.vanishes(formatShort(size), formatBrief(reached(plain.shares))),
    };
  return { kind: 'open', text: texts.arrives(formatShort(size)) };
}
