import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import type { AutoencoderSettings } from './settings.js';
import { autoencoderTexts } from './texts.js';
import type { AutoencoderSnapshot } from './train.js';

/** The steps of the guide. */
export const stepNames = ['squeeze', 'yours', 'slide', 'mend', 'narrow'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** What each step trains with. */
export const trainedWith: Readonly<Record<StepName, Pick<AutoencoderSettings, 'codeSize' | 'noise'>>> = {
  squeeze: { codeSize: 8, noise: 0 },
  yours: { codeSize: 8, noise: 0 },
  slide: { codeSize: 8, noise: 0 },
  mend: { codeSize: 8, noise: 0.4 },
  narrow: { codeSize: 2, noise: 0 },
};

/** What the page knows when it judges. */
export interface Seen {
  readonly settings: AutoencoderSettings;
  /** That of the settings' network. */
  readonly snapshot: AutoencoderSnapshot | undefined;
  readonly isDrawn: boolean;
  /** Pixels that changed by a slide, of all; nothing before one. */
  readonly changed: number | undefined;
}

const enough = { squeeze: 0.35, mend: 0.35 }; // what may be lost of the differences, and left of the noise
const learned = 12; // epochs after which a guess is checked
const many = 16; // pixels

/** Which guess came true, once it is seen. */
export function answerOf(name: StepName, { settings, snapshot, changed }: Seen): number | undefined {
  if (name === 'slide') return changed === undefined ? undefined : changed === 1 ? 0 : changed < many ? 1 : 2;
  if (!snapshot || snapshot.epoch < learned || !isSet(name, settings)) return undefined;
  if (name === 'mend') {
    const { seen, output } = snapshot.look?.errors ?? { seen: 0, output: 0 };
    return seen === output ? undefined : Number(seen > output);
  }
  if (name !== 'narrow') return undefined;
  const kept = 1 - snapshot.lost;
  return kept > 0.7 ? 0 : kept > 0.2 ? 1 : 2;
}

const isSet = (name: StepName, { codeSize, noise }: AutoencoderSettings): boolean =>
  codeSize === trainedWith[name].codeSize && noise === trainedWith[name].noise;

/** Judges what is seen, in the words of a step. */
export function judge(name: StepName, seen: Seen): Verdict {
  const texts = inLanguage(autoencoderTexts).verdict;
  const { settings, snapshot, isDrawn, changed } = seen;
  if (!snapshot) return { kind: 'open', text: texts.loading };
  const back = texts.back(formatPercent(Math.max(1 - snapshot.lost, 0)), formatNumber(snapshot.epoch));
  const { look } = snapshot;
  if (name === 'yours') {
    if (!isDrawn || !look) return { kind: 'open', text: texts.draw };
    const isAlike = look.errors.output <= 2 * snapshot.error;
    const error = formatNumber(look.errors.output, 3);
    const usual = formatNumber(snapshot.error, 3);
    return { kind: isAlike ? 'good' : 'bad', text: (isAlike ? texts.alike : texts.unlike)(error, usual) };
  }
  if (name === 'slide') {
    if (changed === undefined) return { kind: 'open', text: texts.slide };
    return { kind: changed >= many ? 'good' : 'open', text: texts.changed(formatNumber(changed)) };
  }
  if (name === 'mend') {
    if (!look || settings.noise === 0) return { kind: 'open', text: texts.noNoise };
    const left = look.errors.output / look.errors.seen;
    const text = texts.mended(formatNumber(look.errors.seen, 3), formatNumber(look.errors.output, 3));
    return { kind: left <= enough.mend && isSet(name, settings) ? 'good' : 'open', text };
  }
  if (name === 'narrow') {
    const isSeen = isSet(name, settings) && snapshot.epoch >= learned;
    return { kind: isSeen ? 'good' : 'open', text: back };
  }
  return { kind: isSet(name, settings) && snapshot.lost <= enough.squeeze ? 'good' : 'open', text: back };
}
