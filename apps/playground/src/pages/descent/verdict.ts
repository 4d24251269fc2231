import { formatNumber } from '../../i18n/numbers.js';
import type { Verdict } from '../../ui/verdict.js';
import type { RaceSnapshot } from './race.js';
import type { ContestantName } from './settings.js';
import type { SlopeSnapshot } from './slope.js';
import { type descentTexts, nameOf } from './texts.js';

type VerdictTexts = (typeof descentTexts)['en']['verdict'];

/** Judges a race among those that are shown. */
export function judgeRace(
  { runs }: RaceSnapshot,
  present: readonly ContestantName[],
  texts: VerdictTexts,
): Verdict {
  if (present.length === 0) return { kind: 'open', text: texts.none };
  if (present.every((name) => runs[name].steps === 0)) return { kind: 'open', text: texts.waiting };
  const lost = present.filter((name) => runs[name].state === 'left');
  const there = present.filter((name) => runs[name].state === 'arrived');
  const sentences: string[] = [];
  if (there.length > 0) {
    const first = there.reduce((best, name) => (runs[name].steps < runs[best].steps ? name : best));
    sentences.push(texts.first(nameOf(first), formatNumber(runs[first].steps)));
  }
  if (lost.length > 0) sentences.push(texts.left(lost.map(nameOf).join(', ')));
  if (sentences.length > 0) return { kind: lost.length > 0 ? 'bad' : 'good', text: sentences.join(' ') };
  if (present.every((name) => runs[name].state === 'still')) return { kind: 'bad', text: texts.allStill };
  const lowest = present.reduce((best, name) => (runs[name].height < runs[best].height ? name : best));
  return { kind: 'open', text: texts.leading(nameOf(lowest)) };
}

/** Judges what a learning rate does. */
export function judgeSlope({ regime, w }: SlopeSnapshot, texts: VerdictTexts): Verdict {
  if (regime === 'arrived') return { kind: 'good', text: texts.there(formatNumber(w.length - 1)) };
  const isBad = regime === 'diverges' || regime === 'creeps' || regime === 'cycles';
  return { kind: isBad ? 'bad' : 'open', text: texts[regime] };
}
