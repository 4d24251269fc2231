import type { ComponentChildren } from 'preact';
import { formatPercent } from '../i18n/numbers.js';
import { largestOf, ProbabilityBars, type ProbabilityBarsProps } from '../signs/probability-bars.js';
import './answer-view.css';

/** Settings of {@link AnswerView}. */
export interface AnswerViewProps extends ProbabilityBarsProps {
  /** What stands in place of an answer while there is none. */
  readonly empty: string;
  /** What the network sees, before the answer. */
  readonly seen: ComponentChildren;
  /** Buttons after it. */
  readonly actions: ComponentChildren;
  /** Whether something else is looked at now. */
  readonly isDim?: boolean;
}

/** What a classifier answers and how sure it is, and how probable each class is; on a phone the bars have a row of their own. */
export function AnswerView({ empty, seen, actions, isDim, ...bars }: AnswerViewProps) {
  const { names, values } = bars;
  const best = values ? largestOf(values) : -1;
  return (
    <div class={`answer${isDim ? ' answer--dim' : ''}`}>
      <div class="answer__best">
        {seen}
        {values ? (
          <p>
            <strong class="answer__class">{names[best]}</strong>
            <span class="numbers">{formatPercent(values[best]!)}</span>
          </p>
        ) : (
          <p>{empty}</p>
        )}
        {actions}
      </div>
      <ProbabilityBars {...bars} />
    </div>
  );
}
