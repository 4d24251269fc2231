import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import type { Verdict } from '../../ui/verdict.js';
import { type StyleSettings, styleSchema } from './settings.js';
import type { styleTexts } from './texts.js';
import type { StyleSnapshot } from './train.js';

/** The page's path from a question to its answer. */
export const stepNames = ['paint', 'texture', 'depth', 'grain', 'yours'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

const { contentWeight, styleWeight, variationWeight, contentLayer, styleLayers, start } = styleSchema.initial;
const usual = { contentWeight, styleWeight, variationWeight, contentLayer, styleLayers, start };

/** What each step sets; the content stays. */
export const presets: Readonly<Record<StepName, Partial<StyleSettings>>> = {
  paint: usual,
  texture: { ...usual, style: 'glass', contentWeight: 0, start: 'noise' },
  depth: { ...usual, styleWeight: 0, variationWeight: 0, start: 'noise' },
  grain: { ...usual, styleLayers: ['relu1_1'] },
  yours: usual,
};

const [little, near, apart] = [0.02, 0.05, 0.1]; // shares of losses, a distance of pixels

/** Whether the style has come into the picture, and the things of the content are still there. */
const isPainted = ({ styleShare, contentShare }: StyleSnapshot): boolean =>
  styleShare < little && contentShare < 1;

/** Whether the style loss alone made a picture: 1 where it is not the style's own, pixel by pixel. */
export const textureOf = ({ settings, styleShare, fromStyle }: StyleSnapshot): number | undefined =>
  settings.contentWeight === 0 && styleShare < little ? Number(fromStyle > apart) : undefined;

/** Judges what is seen, for a step: good once its point is seen. */
export function judge(
  name: StepName,
  settings: StyleSettings,
  snapshot: StyleSnapshot | undefined,
  { verdict }: Pick<(typeof styleTexts)['en'], 'verdict'>,
): Verdict | undefined {
  if (!snapshot) return undefined;
  const { styleShare, contentShare, fromContent, fromStyle } = snapshot;
  const of = (isGood: boolean, text: string): Verdict => ({ kind: isGood ? 'good' : 'open', text });
  if (name === 'texture')
    return of(
      textureOf(snapshot) === 1,
      verdict.texture(formatPercent(styleShare, 1), formatPercent(fromStyle)),
    );
  if (name === 'depth')
    return of(
      settings.styleWeight === 0 && contentShare < near,
      verdict.depth(settings.contentLayer, formatPercent(contentShare, 1), formatPercent(fromContent)),
    );
  if (name === 'yours') {
    const own = [settings.content, settings.style].filter((choice) => typeof choice !== 'string').length;
    if (own === 0) return of(false, verdict.none);
  }
  const count = formatNumber(settings.styleLayers.length);
  const text = verdict.painted(formatPercent(styleShare, 1), formatPercent(contentShare), count);
  return of(isPainted(snapshot), text);
}
