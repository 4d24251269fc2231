import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import { readable } from '../../weights/readable.js';
import { writingTexts as builtIn } from '../../weights/writing-texts.js';
import { shortest, type WritingSettings } from './settings.js';
import { writingTexts } from './texts.js';
import type { FoundUnit, WritingSnapshot, Written } from './train.js';

/** The steps of the guide. */
export const stepNames = ['temperature', 'scratch', 'heart', 'unit', 'own'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** What a verdict is about. */
export interface Seen {
  readonly settings: WritingSettings;
  readonly snapshot: WritingSnapshot | undefined;
  readonly written: readonly Written[];
  readonly steps: number;
  readonly found: FoundUnit | undefined;
}

const gap = 0.5; // nats between held-out and training loss, from which it counts as knowing by heart
const spelled = 2.4; // nats: letters, spaces and ends of words are there

/** Which guess came true, once it is seen. */
export function answerOf(name: StepName, { settings, snapshot, steps }: Seen): number | undefined {
  if (!snapshot) return undefined;
  if (name === 'scratch') return settings.from === 'random' && snapshot.loss < 3.1 ? 0 : undefined;
  if (name === 'heart' && steps >= 30 && snapshot.heldOut - snapshot.loss > gap) return 1;
  return undefined;
}

/** Judges what is seen, in the words of a step. */
export function judge(name: StepName, seen: Seen): Verdict {
  const texts = inLanguage(writingTexts).verdict;
  const { settings, snapshot, written, steps, found } = seen;
  if (!snapshot) return { kind: 'open', text: texts.look };
  const losses = texts.losses(formatNumber(snapshot.loss, 2), formatNumber(snapshot.heldOut, 2));
  if (name === 'temperature') {
    const share = knownShare(settings, written);
    if (Number.isNaN(share)) return { kind: 'open', text: texts.look };
    const text = texts.words(formatNumber(settings.temperature, 1), formatPercent(share));
    return { kind: settings.temperature >= 1.2 && share < 0.75 ? 'good' : 'open', text };
  }
  if (name === 'unit')
    return found
      ? { kind: 'good', text: texts.unit(formatNumber(found.unit), formatNumber(found.correlation, 2)) }
      : { kind: 'open', text: texts.search };
  if (name === 'own') {
    const isThere = settings.text === 'own' && readable(settings.own).length >= shortest;
    if (!isThere) return { kind: 'open', text: texts.paste(formatNumber(shortest)) };
    return { kind: steps >= 50 ? 'good' : 'open', text: losses };
  }
  if (steps === 0) return { kind: 'open', text: texts.start };
  const isGood =
    name === 'scratch'
      ? settings.from === 'random' && snapshot.loss < spelled
      : steps >= 30 && snapshot.heldOut - snapshot.loss > gap;
  return { kind: isGood ? 'good' : 'open', text: losses };
}

/** The share of the written words that are words of the text; NaN before there are ten. */
function knownShare({ text, own }: WritingSettings, written: readonly Written[]): number {
  const wordsOf = (from: string) => from.toLowerCase().match(/\p{L}+/gu) ?? [];
  const words = wordsOf(written.map(({ character }) => character).join('')).slice(0, -1); // the last may go on
  if (words.length < 10) return Number.NaN;
  const known = new Set(wordsOf(text === 'own' ? own : builtIn[text]));
  return words.filter((word) => known.has(word)).length / words.length;
}
