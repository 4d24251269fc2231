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
}

/** Loss and accuracy side by side: training solid, test dashed, on every page in the same colours. */
export function TrainingCurves({ curves }: TrainingCurvesProps) {
  const { loss, accuracy, train, test } = inLanguage(terms);
  const x = curves?.x ?? [];
  const both = (onTrain: readonly number[] = [], onTest: readonly number[] = []) => [
    { name: train, color: '--train', values: onTrain },
    { name: test, color: '--test', values: onTest },
  ];
  return (
    <div class="training-curves">
      <Card title={loss}>
        <LineChart
          label={loss}
          x={x}
          series={both(curves?.y.trainLoss, curves?.y.testLoss)}
          range={[0, undefined]}
          height={160}
        />
      </Card>
      <Card title={accuracy}>
        <LineChart
          label={accuracy}
          x={x}
          series={both(curves?.y.trainAccuracy, curves?.y.testAccuracy)}
          range={[undefined, 1]}
          percent
          height={160}
        />
      </Card>
    </div>
  );
}
