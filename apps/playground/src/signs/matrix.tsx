import type { ComponentChildren } from 'preact';
import './signs.css';

/** A cell of a {@link Matrix}. */
export interface MatrixCell {
  /** Its tint: below zero one hue, above another. */
  readonly value: number;
  readonly text: ComponentChildren;
  /** Beneath, in small: how the value came about. */
  readonly note?: ComponentChildren;
  /** `outline` for what is only assumed, as the zeros of a padding; `chosen` for what one follows. */
  readonly mark?: 'outline' | 'chosen' | undefined;
  /** Called while it is pointed at, and when not any more. */
  readonly onPoint?: (isOn: boolean) => void;
}

/** Settings of {@link Matrix}. */
export interface MatrixProps {
  readonly label: string;
  readonly rows: readonly (readonly MatrixCell[])[];
  /** The value with the full tint, default the largest. */
  readonly most?: number;
}

/** Numbers in rows and columns, tinted by sign and size. */
export function Matrix({ label, rows, most }: MatrixProps) {
  const full = most ?? (Math.max(...rows.flat().map(({ value }) => Math.abs(value))) || 1);
  return (
    <table class="matrix numbers">
      <caption class="visually-hidden">{label}</caption>
      <tbody>
        {rows.map((cells, row) => (
          <tr key={row}>
            {cells.map(({ value, text, note, mark, onPoint }, column) => (
              <td
                key={column}
                class={`matrix__cell matrix__cell--${value < 0 ? 'below' : 'above'}${mark ? ` matrix__cell--${mark}` : ''}`}
                style={{ '--share': `${Math.round(100 * Math.min(Math.abs(value) / full, 1))}%` }}
                onPointerEnter={onPoint && (() => onPoint(true))}
                onPointerLeave={onPoint && (() => onPoint(false))}
              >
                <strong>{text}</strong>
                {note !== undefined && <span>{note}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Cells one after the other as rows. */
export const inRows = <T,>(cells: readonly T[], columns: number): T[][] =>
  Array.from({ length: Math.ceil(cells.length / columns) }, (_, row) =>
    cells.slice(row * columns, (row + 1) * columns),
  );
