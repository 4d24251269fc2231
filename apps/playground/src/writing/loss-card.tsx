import type { Curves } from '../charts/curve-recorder.js';
import { LineChart } from '../charts/line-chart.js';
import { inLanguage } from '../i18n/texts.js';
import { terms } from '../signs/terms.js';
import { Card } from '../ui/card.js';

/** Settings of {@link LossCard}. */
export interface LossCardProps {
  readonly title: string;
  readonly curves: Curves<'train' | 'test'> | undefined;
}

/** The loss of training and of held-out text, step by step. */
export function LossCard({ title, curves }: LossCardProps) {
  const words = inLanguage(terms);
  return (
    <Card title={title}>
      <LineChart
        label={title}
        x={curves?.x ?? []}
        series={[
          { name: words.train, color: '--train', values: curves?.y.train ?? [] },
          { name: words.heldOut, color: '--test', values: curves?.y.test ?? [] },
        ]}
        range={[0, undefined]}
      />
    </Card>
  );
}
