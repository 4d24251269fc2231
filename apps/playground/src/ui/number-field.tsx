import { Minus, Plus } from 'lucide-preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { inLanguage } from '../i18n/texts.js';
import './field.css';
import './select.css';
import { uiTexts } from './texts.js';

/** Settings of {@link NumberField}. */
export interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly min?: number;
  readonly max?: number;
  /** Default 1. */
  readonly step?: number;
  readonly disabled?: boolean;
  readonly hideLabel?: boolean;
  readonly hint?: string;
}

/** A number to type, with buttons that go a step down and up. What is no number, or out of bounds, is not taken. */
export function NumberField(props: NumberFieldProps) {
  const {
    label,
    value,
    onChange,
    min = -Infinity,
    max = Infinity,
    step = 1,
    disabled,
    hideLabel,
    hint,
  } = props;
  const id = useId();
  const texts = inLanguage(uiTexts);
  const [typed, setTyped] = useState(String(value));
  useEffect(() => setTyped(String(value)), [value]);
  const number = Number(typed);
  const isValid = typed.trim() !== '' && number >= min && number <= max;
  const take = (next: number) => onChange(Number(Math.min(Math.max(next, min), max).toPrecision(12)));
  return (
    <div class="field number">
      <label class={hideLabel ? 'visually-hidden' : 'field__label'} for={id}>
        {label}
      </label>
      <span class="number__box">
        <input
          id={id}
          type="number"
          inputMode="decimal"
          min={Number.isFinite(min) ? min : undefined}
          max={Number.isFinite(max) ? max : undefined}
          step={step}
          value={typed}
          disabled={disabled}
          aria-invalid={!isValid}
          onInput={(event) => {
            const text = event.currentTarget.value;
            setTyped(text);
            const next = Number(text);
            if (text.trim() !== '' && next >= min && next <= max) onChange(next);
          }}
          onBlur={() => setTyped(String(value))}
        />
        <span class="number__steps">
          <button
            type="button"
            tabIndex={-1}
            aria-label={`${label}: ${texts.less}`}
            disabled={disabled || value <= min}
            onClick={() => take(value - step)}
          >
            <Minus aria-hidden="true" />
          </button>
          <button
            type="button"
            tabIndex={-1}
            aria-label={`${label}: ${texts.more}`}
            disabled={disabled || value >= max}
            onClick={() => take(value + step)}
          >
            <Plus aria-hidden="true" />
          </button>
        </span>
      </span>
      {hint && <p class="field__hint">{hint}</p>}
    </div>
  );
}
