import { formatBrief, formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Histogram } from '../../signs/histogram.js';
import { Card } from '../../ui/card.js';
import { Select } from '../../ui/select.js';
import { lossesOf, shareNearZero } from './judge.js';
import { amountOf, type MethodName, methodNames } from './settings.js';
import { regularisationTexts } from './texts.js';
import type { NetworkView } from './train.js';

/** Settings of {@link LookInside}. */
export interface LookInsideProps {
  readonly network: NetworkView;
  readonly strength: number;
  readonly onMethod: (method: MethodName) => void;
}

/** What each method minimises or does, as the field writes it: L is the cross-entropy. */
const formulas: Readonly<Record<MethodName, string>> = {
  none: 'L = −log p(y | x)',
  l2: 'L + λ · Σ w²',
  l1: 'L + λ · Σ |w|',
  elastic: 'L + λ · (Σ |w| + Σ w²)',
  dropout: 'L,  h ← m ⊙ h / (1 − p),  P(m = 0) = p',
  noise: 'L,  x ← x + ε,  ε ~ N(0, σ²)',
  early: 'argminₜ L(w(t))',
  maxNorm: 'L,  ‖w‖ ≤ c',
  smoothing: 'L,  y ← (1 − ε) · y + ε / 2',
  mixup: 'L,  x ← λx + (1 − λ)x′,  y ← λy + (1 − λ)y′',
};

/** The method of a network in a formula, its numbers of now, and its weights by size. */
export function LookInside({ network, strength, onMethod }: LookInsideProps) {
  const texts = inLanguage(regularisationTexts);
  const { method, weights, keptFrom } = network;
  const { train, test } = lossesOf(network);
  const size = weights.reduce((sum, weight) => sum + Math.abs(weight), 0) / weights.length;
  const numbers: [label: string, value: string][] = [
    [texts.solid, formatNumber(train, 3)],
    [texts.dashed, formatNumber(test, 3)],
    [texts.size, formatNumber(size, 3)],
    [texts.nearZero, formatPercent(shareNearZero(network))],
    ...(texts.amounts[method]
      ? ([[texts.amounts[method], formatBrief(amountOf(method, strength))]] as [string, string][])
      : []),
    ...(keptFrom === undefined ? [] : ([[texts.kept, formatNumber(keptFrom)]] as [string, string][])),
  ];
  return (
    <Card title={texts.inside(texts.names[method])}>
      <p class="card__note">{texts.about[method]}</p>
      <p class="numbers">
        <strong>{formulas[method]}</strong>
      </p>
      <div class="regularisation-inside">
        <dl class="regularisation-numbers numbers">
          {numbers.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Histogram
          label={texts.histogram(formatPercent(shareNearZero(network)))}
          caption={texts.weights}
          values={weights}
          range={[-2, 2]}
        />
      </div>
      <Select<MethodName>
        label={texts.method}
        value={method}
        choices={methodNames.map((value) => ({ value, label: texts.names[value] }))}
        onChange={onMethod}
      />
    </Card>
  );
}
