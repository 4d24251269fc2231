import { defineTexts, inLanguage } from '../i18n/texts.js';
import './confusion-table.css';

const confusionTexts = defineTexts(
  {
    caption: 'Held-out examples by true class (rows) and predicted class (columns).',
    actual: 'is',
    answer: 'said',
  },
  {
    caption: 'Ejemplos reservados según su clase real (filas) y la predicha (columnas).',
    actual: 'es',
    answer: 'dice',
  },
);

/** Settings of {@link ConfusionTable}. */
export interface ConfusionTableProps {
  readonly counts: readonly (readonly number[])[];
  /** What the classes are called, default their numbers. */
  readonly names?: readonly string[];
}

/** Counts by true class (row) and answer (column); the shade is the share of the row, mistakes in their own colour. */
export function ConfusionTable({ counts, names }: ConfusionTableProps) {
  const texts = inLanguage(confusionTexts);
  const classes = counts.map((_, i) => names?.[i] ?? String(i));
  return (
    <table class="confusion">
      <caption class="visually-hidden">{texts.caption}</caption>
      <thead>
        <tr>
          <td class="confusion__corner" aria-hidden="true">
            <span>{texts.answer}</span>
            <span>{texts.actual}</span>
          </td>
          {classes.map((c) => (
            <th key={c} scope="col">
              {c}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {counts.map((row, actual) => {
          const total = row.reduce((sum, count) => sum + count, 0) || 1;
          return (
            <tr key={classes[actual]}>
              <th scope="row">{classes[actual]}</th>
              {row.map((count, predicted) => (
                <td
                  key={classes[predicted]}
                  class={count === 0 ? '' : actual === predicted ? 'confusion__right' : 'confusion__wrong'}
                  style={{ '--share': `${Math.round(100 * Math.sqrt(count / total))}%` }}
                >
                  {count === 0 ? <span class="confusion__zero">0</span> : count}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
