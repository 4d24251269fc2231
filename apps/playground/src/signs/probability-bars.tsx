import { formatPercent } from '../i18n/numbers.js';
import './signs.css';

/** Settings of {@link ProbabilityBars}. */
export interface ProbabilityBarsProps {
  /** What the probabilities are of, for screen readers. */
  readonly label: string;
  readonly names: readonly string[];
  /** From 0 to 1, one a name; without them the bars are empty. */
  readonly values: ArrayLike<number> | undefined;
}

/** How probable each class is; the likeliest stands out. */
export function ProbabilityBars({ label, names, values }: ProbabilityBarsProps) {
  const best = values ? largestOf(values) : -1;
  return (
    <ul class="probabilities numbers" aria-label={label}>
      {names.map((name, i) => (
        <li key={name} class={`probability${i === best ? ' probability--best' : ''}`}>
          <span>{name}</span>
          <span class="probability__track" aria-hidden="true">
            <span class="probability__fill" style={{ transform: `scaleX(${values?.[i] ?? 0})` }} />
          </span>
          <span class="probability__number">{values ? formatPercent(values[i]!) : '–'}</span>
        </li>
      ))}
    </ul>
  );
}

/** The place of the largest value. */
export function largestOf(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
