import { ChevronDown } from 'lucide-preact';
import { useId } from 'preact/hooks';
import './field.css';
import { type Choices, choiceList } from './segmented.js';
import './select.css';

/** Settings of {@link Select}. */
export interface SelectProps<T extends string | number> {
  readonly label: string;
  readonly value: T;
  readonly choices: Choices<T>;
  readonly onChange: (value: T) => void;
  readonly hideLabel?: boolean;
  readonly disabled?: boolean;
  readonly hint?: string;
}

/** One of many choices, in the menu of the system. */
export function Select<T extends string | number>(props: SelectProps<T>) {
  const { label, value, choices, onChange, hideLabel, disabled, hint } = props;
  const id = useId();
  const list = choiceList(choices);
  return (
    <div class="field select">
      <label class={hideLabel ? 'visually-hidden' : 'field__label'} for={id}>
        {label}
      </label>
      <span class="select__box">
        <select
          id={id}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(list[event.currentTarget.selectedIndex]!.value)}
        >
          {list.map((choice) => (
            <option key={choice.value} value={choice.value} disabled={choice.disabled}>
              {choice.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden="true" />
      </span>
      {hint && <p class="field__hint">{hint}</p>}
    </div>
  );
}
