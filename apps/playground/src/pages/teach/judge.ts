import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { largestOf } from '../../signs/probability-bars.js';
import { type BodyName, isSketch, type TeachSettings } from '../../teaching/classes.js';
import type { TeachAnswer } from '../../teaching/head.js';
import type { TeachSnapshot } from '../../teaching/train.js';
import type { Verdict } from '../../ui/verdict.js';
import type { teachTexts } from './texts.js';

/** The page's path from a question to its answer. */
export const stepNames = ['answer', 'add', 'more', 'body', 'yours'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** How far a training has come. */
export interface Result {
  readonly accuracy: number;
  readonly seconds: number;
}

/** What the page knows beside the snapshot. */
export interface Seen {
  readonly settings: TeachSettings;
  readonly snapshot: TeachSnapshot | undefined;
  readonly answer: TeachAnswer | undefined;
  readonly isOver: boolean;
  /** What came of each body on the classes of now. */
  readonly results: Readonly<Partial<Record<BodyName, Result>>>;
}

type Texts = (typeof teachTexts)['en'];

/** A class's name in the words of the page. */
export const nameOf = (name: string, { sketches }: Pick<Texts, 'sketches'>): string =>
  isSketch(name) ? sketches[name] : name;

/** How many of the boat's held-out pictures are known, and of how many; `undefined` where it is not taught. */
export function boatsOf(snapshot: TeachSnapshot | undefined) {
  const k = snapshot?.classes.indexOf('boat') ?? -1;
  const row = snapshot?.tested.confusion[k];
  if (!snapshot || !row) return undefined;
  const others = row.map((count, i) => (i === k ? 0 : count));
  const other = largestOf(others);
  return {
    right: row[k]!,
    held: row.reduce((a, b) => a + b, 0),
    other: snapshot.classes[other]!,
    taken: others[other]!,
  };
}

/** Judges what is seen, for a step: good once its point is seen. */
export function judge(name: StepName, seen: Seen, texts: Texts): Verdict {
  const { snapshot, answer, settings, isOver, results } = seen;
  const { verdict } = texts;
  const learning: Verdict = { kind: 'open', text: verdict.learning };
  if (!snapshot) return learning;
  switch (name) {
    case 'answer': {
      if (!answer || !isOver) return learning;
      const best = largestOf(answer.probabilities);
      const { accuracy } = snapshot.tested;
      return {
        kind: accuracy > 0.8 ? 'good' : 'open',
        text: verdict.sure(
          nameOf(snapshot.classes[best] ?? '', texts),
          formatPercent(answer.probabilities[best]!),
          formatNumber(Math.round(accuracy * snapshot.held)),
          formatNumber(snapshot.held),
        ),
      };
    }
    case 'add':
    case 'more': {
      const boats = boatsOf(snapshot);
      if (!boats || !isOver) return learning;
      const { right, held, other, taken } = boats;
      const words = [texts.sketches.boat, formatNumber(right), formatNumber(held)] as const;
      const isGood = name === 'add' ? right < held : right >= 0.8 * held;
      return {
        kind: isGood ? 'good' : 'open',
        text:
          taken > 0
            ? verdict.mistaken(...words, nameOf(other, texts), formatNumber(taken))
            : verdict.row(...words),
      };
    }
    case 'body': {
      const known = Object.entries(results) as [BodyName, Result][];
      if (known.length === 0) return learning;
      const lines = known.map(([body, { accuracy, seconds }]) =>
        verdict.body(texts.bodies[body], formatPercent(accuracy), formatNumber(seconds, 1)),
      );
      return { kind: known.length > 1 ? 'good' : 'open', text: lines.join(' ') };
    }
    case 'yours': {
      const mine = settings.classes.filter(({ name: own }) => !isSketch(own));
      const fullest = mine.reduce((a, b) => (b.own.length > a.own.length ? b : a), mine[0]!);
      if (!fullest) return { kind: 'open', text: verdict.addOwn };
      return {
        kind: fullest.own.length >= 3 ? 'good' : 'open',
        text: verdict.own(fullest.name, formatNumber(fullest.own.length)),
      };
    }
  }
}
