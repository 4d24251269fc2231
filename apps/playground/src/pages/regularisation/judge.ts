import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import type { Verdict } from '../../ui/verdict.js';
import type { RegularisationSettings } from './settings.js';
import type { regularisationTexts } from './texts.js';
import type { NetworkView, RegularisationSnapshot } from './train.js';

/** What is to be said of a network. */
export type Kind = 'over' | 'under' | 'fine' | 'open';

const patience = 45; // epochs after which it is fair to say something
const enough = 240; // epochs after which it is fair to compare

/** A weight below this counts as nearly zero. */
const nearZero = 0.01;

/** The page's path from a question to its answer. */
export const stepNames = ['heart', 'ways', 'sparse', 'much', 'data'] as const;

/** One of them. */
export type StepName = (typeof stepNames)[number];

/** The losses of a network now, and the least that its test loss was. */
export function lossesOf({ curves: { y } }: NetworkView): {
  readonly train: number;
  readonly test: number;
  readonly least: number;
} {
  return {
    train: y.trainLoss.at(-1) ?? Number.NaN,
    test: y.testLoss.at(-1) ?? Number.NaN,
    least: y.testLoss.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  };
}

/** Judges a network by its losses: of test points, against what they were and against those of training points. */
export function kindOf(network: NetworkView): Kind {
  const { train, test, least } = lossesOf(network);
  const epochs = network.curves.x.at(-1) ?? 0;
  if (epochs < patience && network.keptFrom === undefined) return 'open';
  if (network.keptFrom !== undefined) return 'fine';
  if (train > 0.55) return 'under';
  return test > 1.35 * least && test > 1.6 * train ? 'over' : 'fine';
}

/** Which network has the least test loss, once it is fair to compare. */
export function bestOf(snapshot: RegularisationSnapshot | undefined, epochs: number): number | undefined {
  if (!snapshot || epochs < enough) return undefined;
  const losses = snapshot.networks.map((network) => lossesOf(network).test);
  return losses.indexOf(Math.min(...losses));
}

/** The share of weights that are nearly zero. */
export const shareNearZero = ({ weights }: NetworkView): number =>
  weights.filter((weight) => Math.abs(weight) < nearZero).length / weights.length;

/** Judges what is seen, for a step: good once its point is seen. */
export function judge(
  name: StepName,
  settings: RegularisationSettings,
  snapshot: RegularisationSnapshot | undefined,
  epochs: number,
  { verdict: texts, names }: (typeof regularisationTexts)['en'],
): Verdict {
  const network = snapshot?.networks.find(({ method }) => method === 'none') ?? snapshot?.networks[0];
  if (!snapshot || !network || epochs === 0)
    return { kind: 'open', text: texts.running(formatNumber(epochs)) };
  const { train, test, least } = lossesOf(network);
  const [trainText, testText] = [formatNumber(train, 2), formatNumber(test, 2)];
  const learning: Verdict = { kind: 'open', text: texts.learning(trainText, testText) };
  switch (name) {
    case 'heart': {
      const isOver = kindOf(network) === 'over' && test > 1.6 * least;
      return isOver
        ? { kind: 'good', text: texts.overfits(formatNumber(least, 2), testText, trainText) }
        : learning;
    }
    case 'ways': {
      const best = bestOf(snapshot, epochs);
      if (best === undefined) return { kind: 'open', text: texts.running(formatNumber(epochs)) };
      const winner = snapshot.networks[best]!;
      return {
        kind: 'good',
        text: texts.best(names[winner.method], formatNumber(lossesOf(winner).test, 2), testText),
      };
    }
    case 'sparse': {
      const sparse = snapshot.networks.find(({ method }) => method === 'l1');
      if (!sparse) return learning;
      const share = shareNearZero(sparse);
      return {
        kind: share > 0.8 ? 'good' : 'open',
        text: texts.sparse(formatPercent(share), formatPercent(shareNearZero(network))),
      };
    }
    case 'much': {
      const count = snapshot.networks.filter((one) => kindOf(one) === 'under').length;
      return settings.strength > 5 && count >= 2
        ? { kind: 'good', text: texts.underfits(formatNumber(count)) }
        : learning;
    }
    case 'data': {
      const isTogether = epochs >= enough && test < 2.2 * train;
      return settings.points >= 200 && isTogether
        ? { kind: 'good', text: texts.data(trainText, testText) }
        : learning;
    }
  }
}
