import type { Curves } from '../charts/curve-recorder.js';
import { LineChart } from '../charts/line-chart.js';
import { inLanguage } from '../i18n/texts.js';
import { Card } from '../ui/card.js';
import './signs.css';
import { terms } from './terms.js';
import type { TrainingCurve } from './training-curve.js';

/** Settings of {@link TrainingCurves}. */
export interface TrainingCurvesProps {
  readonly curves: Curves<TrainingCurve> | undefined;
  /** A run to compare with, what it is called, and what this one is called then: the test curves of both are shown. */
  readonly rival?: { readonly curves: Curves<TrainingCurve>; readonly name: string; readonly own: string };
}

/** Loss and accuracy side by side: training solid, test dashed, on every page in the same colours. */
export function TrainingCurves({ curves, rival }: TrainingCurvesProps) {
  const { loss, accuracy, train, test } = inLanguage(terms);
  const x = curves?.x ?? [];
  const both = (kind: 'Loss' | 'Accuracy') => {
    const own = curves?.y[`test${kind}`] ?? [];
    if (!rival)
      return [
        { name: train, color: '--train', values: curves?.y[`train${kind}`] ?? [] },
        { name: test, color: '--test', values: own },
      ];
    const other = rival.curves.y[`test${kind}`];
    return [
      { name: `${rival.own}, ${test.toLowerCase()}`, color: '--series-5', values: own },
      {
        name: `${rival.name}, ${test.toLowerCase()}`,
        color: '--series-2',
        values: x.map((_, i) => other[i] ?? Number.NaN), // one of them may have come to its end
      },
    ];
  };
  return (
    <div class="training-curves">
      <Card title={loss}>
        <LineChart label={loss} x={x} series={both('Loss')} range={[0, undefined]} height={160} />
      </Card>
      <Card title={accuracy}>
        <LineChart
          label={accuracy}
          x={x}
          series={both('Accuracy')}
          range={[undefined, 1]}
          percent
          height={160}
        />
      </Card>
    </div>
  );
}
