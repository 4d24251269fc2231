import { useEffect, useRef, useState } from 'preact/hooks';
import { language } from '../i18n/texts.js';
import './field.css';
import './number-grid.css';

/** Settings of {@link NumberGrid}. */
export interface NumberGridProps {
  readonly label: string;
  /** What a field is called, by row and column from 1. */
  readonly cellLabel: (row: number, column: number) => string;
  /** Row by row. */
  readonly cells: readonly number[];
  readonly columns: number;
  readonly onChange: (cells: readonly number[]) => void;
}

/** The numbers, each a field. Arrow keys go from field to field, sideways at the end of the text. */
export function NumberGrid({ label, cellLabel, cells, columns: size, onChange }: NumberGridProps) {
  const grid = useRef<HTMLFieldSetElement>(null);
  const move = (from: number, event: KeyboardEvent) => {
    const input = event.currentTarget as HTMLInputElement;
    const [start, end] = [input.selectionStart ?? 0, input.selectionEnd ?? 0];
    const isAll = start === 0 && end === input.value.length;
    const column = from % size;
    const moves: Record<string, number | undefined> = {
      ArrowUp: from - size,
      ArrowDown: from + size,
      Enter: from + size,
      ArrowLeft: (isAll || end === 0) && column > 0 ? from - 1 : undefined,
      ArrowRight: (isAll || start === input.value.length) && column < size - 1 ? from + 1 : undefined,
    };
    const next = grid.current?.querySelectorAll('input')[moves[event.key] ?? -1];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  };
  return (
    <fieldset ref={grid} class="field number-grid" aria-label={label} style={{ '--columns': size }}>
      {cells.map((cell, i) => (
        <Cell
          key={`${size} ${i}`}
          label={cellLabel(Math.floor(i / size) + 1, (i % size) + 1)}
          value={cell}
          onChange={(value) => onChange(cells.with(i, value))}
          onKeyDown={(event) => move(i, event)}
        />
      ))}
    </fieldset>
  );
}

interface CellProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** One number. What is none yet, as a lone minus, is kept while one types, and given up when one leaves. */
function Cell({ label, value, onChange, onKeyDown }: CellProps) {
  const [typed, setTyped] = useState(typedText(value));
  useEffect(() => {
    if (typedNumber(typed) !== value) setTyped(typedText(value));
  }, [value]);
  return (
    <input
      class={`number-grid__cell${value < 0 ? ' number-grid__cell--below' : value > 0 ? ' number-grid__cell--above' : ''}`}
      type="text"
      inputMode="text"
      autocomplete="off"
      aria-label={label}
      aria-invalid={typedNumber(typed) === undefined}
      value={typed}
      onInput={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const next = typedNumber(text);
        if (next !== undefined) onChange(next);
      }}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => setTyped(typedText(value))}
      onKeyDown={onKeyDown}
    />
  );
}

/** A number as one types it, with the language's decimal sign. */
const typedText = (value: number): string =>
  (language.value === 'es' ? String(value).replace('.', ',') : String(value)).replace('-', '−');

/** What somebody typed as a number, or nothing if it is none within ±1000. */
function typedNumber(text: string): number | undefined {
  const plain = text.trim().replace(',', '.').replace('−', '-');
  const value = Number(plain);
  return plain !== '' && Math.abs(value) <= 1000 ? value : undefined;
}
