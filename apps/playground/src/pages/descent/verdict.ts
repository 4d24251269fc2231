import { formatNumber } from '../../i18n/numbers.js';
import type { Verdict } from '../../ui/verdict.js';
import type { RaceSnapshot } from './race.js';
import { type ContestantName, contestantNames } from './settings.js';
import type { SlopeSnapshot } from './slope.js';
import type { descentTexts } from './texts.js';

type DescentTexts = (typeof descentTexts)['en'];

/** Judges a race among those that are shown. */
export function judgeRace(
  { runs }: RaceSnapshot,
  shown: ReadonlySet<ContestantName>,
  { names, verdict }: DescentTexts,
): Verdict {
  const present = contestantNames.filter((name) => shown.has(name));
  if (present.length === 0) return { kind: 'open', text: verdict.none };
  if (present.every((name) => runs[name].steps === 0)) return { kind: 'open', text: verdict.waiting };
  const lost = present.filter((name) => runs[name].state === 'left');
  const there = present.filter((name) => runs[name].state === 'arrived');
  const sentences: string[] = [];
  if (there.length > 0) {
    const first = there.reduce((best, name) => (runs[name].steps < runs[best].steps ? name : best));
    sentences.push(verdict.first(names[first], formatNumber(runs[first].steps)));
  }
  if (lost.length > 0) sentences.push(verdict.left(lost.map((name) => names[name]).join(', ')));
  if (sentences.length > 0) return { kind: lost.length > 0 ? 'bad' : 'good', text: sentences.join(' ') };
  if (present.every((name) => runs[name].state === 'still')) return { kind: 'bad', text: verdict.allStill };
  const lowest = present.reduce((best, name) => (runs[name].height < runs[best].height ? name : best));
  return { kind: 'open', text: verdict.leading(names[lowest]) };
}

/** Judges what a learning rate does. */
export function judgeSlope({ regime, w }: SlopeSnapshot, { verdict }: DescentTexts): Verdict {
  switch (regime) {
    case 'arrived':
      return { kind: 'good', text: verdict.there(formatNumber(w.length - 1)) };
    case 'diverges':
    case 'creeps':
    case 'cycles':
      return { kind: 'bad', text: verdict[regime] };
    default:
      return { kind: 'open', text: verdict[regime] };
  }
}
