import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import type { Verdict } from '../../ui/verdict.js';
import type { AugmentationSettings, LookSettings } from './settings.js';
import type { augmentationTexts } from './texts.js';
import type { AugmentationSnapshot, Draws } from './train.js';

/** The page's path from a question to its answer. */
export const stepNames = ['draws', 'learn', 'upright', 'wrong', 'mix'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** What the page knows. */
export interface Seen {
  readonly settings: AugmentationSettings;
  readonly look: LookSettings;
  /** The run with augmentation, and the one without. */
  readonly runs: readonly AugmentationSnapshot[] | undefined;
  readonly draws: Draws | undefined;
  readonly isOver: boolean;
}

/** Which run knows more: 0 the one with augmentation, 1 the other, once both have come to their end. */
export const betterOf = ({ runs, isOver }: Pick<Seen, 'runs' | 'isOver'>): number | undefined =>
  runs && isOver ? Number(runs[1]!.accuracy > runs[0]!.accuracy) : undefined;

/** Judges what is seen, for a step: good once its point is seen. */
export function judge(
  name: StepName,
  { settings, look, runs, draws, isOver }: Seen,
  { verdict }: Pick<(typeof augmentationTexts)['en'], 'verdict'>,
): Verdict | undefined {
  if (name === 'draws') {
    const count = settings.pipeline.length;
    return count > 0
      ? { kind: 'good', text: verdict.draws(formatNumber(count)) }
      : { kind: 'open', text: verdict.none };
  }
  if (name === 'mix') {
    if (look.mix === 'none' || !draws?.other) return { kind: 'open', text: verdict.unmixed };
    const [least, most] = [Math.min(...draws.shares), Math.max(...draws.shares)];
    return { kind: 'good', text: verdict.shares(formatPercent(least), formatPercent(most)) };
  }
  if (!runs) return undefined;
  const [own, other] = runs.map(({ accuracy }) => formatPercent(accuracy)) as [string, string];
  return isOver
    ? { kind: 'good', text: verdict.result(own, other) }
    : { kind: 'open', text: verdict.running(own, other) };
}
