import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import type { Verdict } from '../../ui/verdict.js';
import type { GanSettings } from './settings.js';
import type { ganTexts } from './texts.js';
import type { GanSnapshot } from './train.js';

/** What can be said of a training. */
export interface GanState {
  /** Whether generated points lie where real ones do, all over. */
  readonly isAlike: boolean;
  /** Whether a good part of the real points has been left out for long. */
  readonly isCollapsed: boolean;
  /** Whether the discriminator can't tell them apart. */
  readonly isHalf: boolean;
}

const patience = 200; // steps after which it is fair to say that it does not work

/** The state of what is seen. */
export function stateOf(settings: GanSettings, snapshot: GanSnapshot | undefined): GanState {
  const { near = 0, covered = 0, curves } = snapshot ?? {};
  const { realAnswer = [], fakeAnswer = [] } = curves?.y ?? {};
  const answers = [realAnswer.at(-1) ?? 1, fakeAnswer.at(-1) ?? 0];
  const steps = curves?.x.at(-1) ?? 0;
  return {
    isAlike: near >= 0.85 && covered >= 0.9,
    isCollapsed: steps >= patience && covered < 0.75,
    isHalf: settings.loss !== 'wasserstein' && answers.every((answer) => Math.abs(answer - 0.5) < 0.1),
  };
}

/** Judges what is seen. */
export function judge(
  settings: GanSettings,
  snapshot: GanSnapshot | undefined,
  texts: (typeof ganTexts)['en']['verdict'],
): Verdict {
  if (settings.data === 'own' && settings.own.length === 0) return { kind: 'open', text: texts.noPoints };
  const steps = snapshot?.curves.x.at(-1) ?? 0;
  if (!snapshot || steps === 0) return { kind: 'open', text: texts.waiting };
  const { isAlike, isCollapsed } = stateOf(settings, snapshot);
  const [near, covered] = [formatPercent(snapshot.near), formatPercent(snapshot.covered)];
  if (isAlike) return { kind: 'good', text: texts.alike(near, covered) };
  if (isCollapsed) return { kind: 'bad', text: texts.collapsed(covered, formatNumber(steps)) };
  return { kind: 'open', text: texts.learning(near, covered) };
}
