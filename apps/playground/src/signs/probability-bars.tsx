import { formatNumber, formatPercent } from '../i18n/numbers.js';
import './signs.css';

/** Settings of {@link ProbabilityBars}. */
export interface ProbabilityBarsProps {
  /** What the probabilities are of, for screen readers. */
  readonly label: string;
  readonly names: readonly string[];
  /** From 0 to 1, one a name; without them the bars are empty. */
  readonly values: ArrayLike<number> | undefined;
  /** Shown in place of the probabilities: the gradient of the loss at each of them, −1 to 1. */
  readonly gradients?: ArrayLike<number> | undefined;
  /** The class that is looked into. */
  readonly chosen?: number | undefined;
  readonly onChoose: (place: number) => void;
}

/** How probable each class is; the likeliest stands out. A press looks into one. */
export function ProbabilityBars(props: ProbabilityBarsProps) {
  const { label, names, values, gradients, chosen, onChoose } = props;
  const best = values ? largestOf(values) : -1;
  const isShort = names.every((name) => name.length === 1); // a row of columns where the window is narrow
  return (
    <ul class={`probabilities numbers${isShort ? ' probabilities--short' : ''}`} aria-label={label}>
      {names.map((name, i) => {
        const share = (gradients ?? values)?.[i] ?? 0;
        const sign = gradients ? ` probability--${share < 0 ? 'negative' : 'positive'}` : '';
        return (
          <li key={name}>
            <button
              type="button"
              class={`probability${i === best ? ' probability--best' : ''}${sign}`}
              aria-pressed={i === chosen}
              onClick={() => onChoose(i)}
            >
              <span>{name}</span>
              <span class="probability__track" aria-hidden="true">
                <span class="probability__fill" style={{ '--share': Math.abs(share) }} />
              </span>
              <span class="probability__number">
                {values ? (gradients ? formatNumber(share, 2) : formatPercent(share)) : '–'}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The place of the largest value. */
export function largestOf(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
