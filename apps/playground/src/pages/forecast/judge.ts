import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ahead } from '../../series/series.js';
import type { Verdict } from '../../ui/verdict.js';
import type { ForecastSettings } from './settings.js';
import { forecastTexts } from './texts.js';
import type { ForecastSnapshot } from './train.js';

/** The steps of the guide. */
export const stepNames = ['sine', 'season', 'walk', 'own'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** Training steps after which a guess is checked. */
const learned = 150;

/** How wide the band is at the end, in units of its beginning. */
const widening = ({ bands }: ForecastSnapshot): number =>
  (bands[ahead - 1]![2]! - bands[ahead - 1]![0]!) / (bands[0]![2]! - bands[0]![0]!);

/** Which guess came true, once it is seen. */
export function answerOf(
  name: StepName,
  snapshot: ForecastSnapshot | undefined,
  steps: number,
): number | undefined {
  if (!snapshot || steps < learned || snapshot.settings.curve !== name) return undefined;
  const { network, naive } = snapshot.errors;
  if (name === 'season') return network < naive ? 0 : 1;
  return name === 'walk' ? Number(widening(snapshot) > 1.3) : undefined;
}

/** Judges what is seen, in the words of a step. */
export function judge(
  name: StepName,
  settings: ForecastSettings,
  snapshot: ForecastSnapshot | undefined,
  steps: number,
): Verdict {
  const texts = inLanguage(forecastTexts).verdict;
  if (!snapshot || steps === 0) return { kind: 'open', text: texts.start };
  const { network, naive, inside } = snapshot.errors;
  const isOn = settings.curve === name && snapshot.settings.curve === name;
  const errors = Number.isNaN(network)
    ? texts.unknown
    : texts.errors(formatNumber(network, 2), formatNumber(naive, 2));
  if (!isOn) return { kind: 'open', text: errors };
  if (name === 'walk')
    return {
      kind: steps >= learned && widening(snapshot) > 1.3 ? 'good' : 'open',
      text: texts.band(formatNumber(widening(snapshot), 1), formatPercent(inside)),
    };
  if (name === 'own') {
    const drawn = settings.own.filter((level) => level >= 0).length;
    if (drawn < 60) return { kind: 'open', text: texts.draw };
    return { kind: steps >= 60 ? 'good' : 'open', text: errors };
  }
  return { kind: steps >= 60 && network < naive ? 'good' : 'open', text: errors };
}
