import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import type { WrittenToken } from '../../writing/written-token.js';
import type { GptSettings } from './settings.js';
import { gptTexts } from './texts.js';
import type { GptSnapshot } from './train.js';

/** The steps of the guide. */
export const stepNames = ['scratch', 'draw', 'lora', 'tokens', 'published'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** What a verdict is about. */
export interface Seen {
  readonly settings: GptSettings;
  readonly snapshot: GptSnapshot | undefined;
  readonly steps: number;
  /** The token that is looked at. */
  readonly token: WrittenToken | undefined;
}

const spelled = 2.6; // nats: frequent letters and spaces are there
const adapted = 60; // steps

/** Which guess came true, once it is seen: LoRA's loss falls, though weights are frozen. */
export const answerOf = (name: StepName, { snapshot }: Seen): number | undefined =>
  name === 'lora' && snapshot && isAdapted(snapshot) ? 0 : undefined;

const isAdapted = ({ isAdapting, adaptedSteps, loss }: GptSnapshot): boolean =>
  isAdapting && adaptedSteps >= adapted && loss < 3.5;

/** Judges what is seen, in the words of a step. */
export function judge(name: StepName, { settings, snapshot, steps, token }: Seen): Verdict {
  const texts = inLanguage(gptTexts).verdict;
  const verdict = (isGood: boolean, text: string): Verdict => ({ kind: isGood ? 'good' : 'open', text });
  if (!snapshot) return verdict(false, texts.wait);
  const losses = texts.losses(formatNumber(snapshot.loss, 2), formatNumber(snapshot.heldOut, 2));
  if (name === 'draw') {
    if (!token) return verdict(false, texts.wait);
    const isFiltered = settings.topK > 0 || settings.topP < 1;
    return verdict(isFiltered, texts.open(formatNumber(token.open), formatNumber(snapshot.vocabSize)));
  }
  if (name === 'tokens') {
    const text = texts.tokens(formatNumber(snapshot.vocabSize), formatNumber(snapshot.charactersPerToken, 2));
    return verdict(settings.tokens === 'bpe', text);
  }
  if (name === 'published')
    return verdict(snapshot.loaded !== '', snapshot.loaded ? texts.loaded(snapshot.loaded) : texts.load);
  if (steps === 0) return verdict(false, texts.start);
  if (name === 'scratch') return verdict(snapshot.loss < spelled, losses);
  if (!snapshot.isAdapting) return verdict(false, texts.freeze);
  const share = formatPercent(snapshot.trained / snapshot.parameters, 1);
  return verdict(isAdapted(snapshot), `${texts.share(share)} ${losses}`);
}
