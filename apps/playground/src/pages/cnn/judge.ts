import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { largestOf } from '../../signs/probability-bars.js';
import type { Verdict } from '../../ui/verdict.js';
import type { cnnTexts } from './texts.js';
import type { CnnSnapshot } from './train.js';

/** The page's path from a question to its answer. */
export const stepNames = ['heat', 'cover', 'other', 'filters', 'draw'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** Pixels by how much they count, the warmest first. */
export const byHeat = (heat: Float32Array): readonly number[] =>
  Array.from(heat.keys()).sort((a, b) => heat[b]! - heat[a]!);

/** How many pixels hold half of what counts. */
function halfOf(heat: Float32Array): number {
  const total = heat.reduce((sum, value) => sum + value, 0);
  let held = 0;
  let count = 0;
  for (const pixel of byHeat(heat)) {
    if (held >= total / 2) break;
    held += heat[pixel]!;
    count++;
  }
  return count;
}

/** What the page knows beside the snapshot. */
export interface Seen {
  readonly filter: number;
  readonly hasChosenFilter: boolean;
  readonly hasDrawn: boolean;
}

/** Judges what is seen, for a step: good once its point is seen. */
export function judge(
  name: StepName,
  snapshot: CnnSnapshot | undefined,
  { filter, hasChosenFilter, hasDrawn }: Seen,
  { verdict: texts }: (typeof cnnTexts)['en'],
): Verdict | undefined {
  if (!snapshot) return undefined;
  const { probabilities, uncovered, settings, heat, explained, first } = snapshot;
  const isEmpty = settings.image === '';
  if (isEmpty) return { kind: 'open', text: texts.empty };
  const now = largestOf(probabilities);
  const before = largestOf(uncovered);
  const [digit, share] = [formatNumber(now), formatPercent(probabilities[now]!)];
  const count = formatNumber(settings.cover.length);
  switch (name) {
    case 'heat':
      return {
        kind: settings.method === 'cam' ? 'open' : 'good',
        text: texts.sure(digit, share, formatNumber(halfOf(heat))),
      };
    case 'cover':
      return now === before
        ? { kind: 'open', text: texts.kept(digit, share, count) }
        : { kind: 'good', text: texts.changed(formatNumber(before), digit, count) };
    case 'other':
      return explained === now
        ? { kind: 'open', text: texts.same }
        : { kind: 'good', text: texts.other(formatNumber(explained), digit) };
    case 'filters': {
      const most = first.values[filter]!.reduce((a, b) => Math.max(a, b));
      return {
        kind: hasChosenFilter ? 'good' : 'open',
        text: texts.filter(formatNumber(filter + 1), formatNumber(most, 2)),
      };
    }
    case 'draw': {
      if (!hasDrawn) return { kind: 'open', text: texts.empty };
      return probabilities[now]! > 0.8
        ? { kind: 'good', text: texts.drawn(digit, share) }
        : { kind: 'open', text: texts.unsure(digit, share) };
    }
  }
}
