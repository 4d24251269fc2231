import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ahead } from '../../series/series.js';
import { Card } from '../../ui/card.js';
import { Slider } from '../../ui/slider.js';
import { forecastTexts } from './texts.js';
import type { ForecastSnapshot } from './train.js';

/** Settings of {@link LookInside}. */
export interface LookInsideProps {
  readonly snapshot: ForecastSnapshot;
  readonly showsTruth: boolean;
  /** The step ahead, from 0. */
  readonly at: number;
  readonly onAt: (at: number) => void;
}

const shares = [0.9, 0.5, 0.1]; // from above to below, as in the picture

/** A step ahead with its numbers, and what the median's loss there comes to. */
export function LookInside({ snapshot, showsTruth, at, onAt }: LookInsideProps) {
  const texts = inLanguage(forecastTexts);
  const { bands, truth, naive, period } = snapshot;
  const write = (value: number) => formatNumber(value, 2);
  const median = bands[at]![1]!;
  const came = truth[at]!;
  const isKnown = showsTruth && !Number.isNaN(came);
  const rows: (readonly [string, number])[] = [
    ...shares.map((share, i) => [texts.quantile(formatNumber(share, 1)), bands[at]![2 - i]!] as const),
    [texts.before(formatNumber(period)), naive[at]!],
    ...(isKnown ? [[texts.came, came] as const] : []),
  ];
  return (
    <Card title={texts.inside(formatNumber(at + 1))}>
      <Slider
        label={texts.stepAhead}
        value={at + 1}
        min={1}
        max={ahead}
        step={1}
        onChange={(next) => onAt(next - 1)}
      />
      <dl class="forecast-numbers numbers">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{write(value)}</dd>
          </div>
        ))}
      </dl>
      {isKnown && (
        <>
          <p class="field__hint">{texts.loss}</p>
          <p class="numbers">
            {formatNumber(0.5, 1)} · |{write(came)} − {median < 0 ? `(${write(median)})` : write(median)}| ={' '}
            <strong>{formatNumber(0.5 * Math.abs(came - median), 3)}</strong>
          </p>
        </>
      )}
    </Card>
  );
}
