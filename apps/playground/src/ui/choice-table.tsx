import type { ComponentChildren } from 'preact';
import { lighting } from '../guide/light.js';
import './choice-table.css';
import type { Verdict } from './verdict.js';

/** A row of a {@link ChoiceTable}. */
export interface ChoiceRow<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** Before the label: how it looks in the picture. */
  readonly icon?: ComponentChildren;
  readonly isOn: boolean;
  /** What stands in the columns. */
  readonly cells: readonly ComponentChildren[];
}

/** Settings of {@link ChoiceTable}. */
export interface ChoiceTableProps<Name extends string> {
  /** What the rows are. */
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly ChoiceRow<Name>[];
  readonly onChange: (name: Name, isOn: boolean) => void;
}

/** Rows that one checks in and out, with numbers beside them. Words of the text light a row by its name. */
export function ChoiceTable<Name extends string>(props: ChoiceTableProps<Name>) {
  const { title, columns, rows, onChange } = props;
  return (
    <table class="choices">
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">{title}</span>
          </th>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, label, icon, isOn, cells }) => (
          <tr key={name} class={isOn ? undefined : 'choices__out'} {...lighting(name)}>
            <th scope="row">
              <label class="choices__name">
                <input
                  type="checkbox"
                  checked={isOn}
                  onChange={(event) => onChange(name, event.currentTarget.checked)}
                />
                {icon}
                {label}
              </label>
            </th>
            {cells.map((cell, i) => (
              <td key={i}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Settings of {@link CellNote}. */
export interface CellNoteProps {
  readonly kind: Verdict['kind'];
  readonly children: string;
}

/** A small second line in a cell: how it went. */
export function CellNote({ kind, children }: CellNoteProps) {
  return <span class={`choices__note choices__note--${kind}`}>{children}</span>;
}
