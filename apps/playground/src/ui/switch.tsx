import { useId } from 'preact/hooks';
import './field.css';
import './switch.css';

/** Settings of {@link Switch}. */
export interface SwitchProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly hint?: string;
}

/** On or off, at once. */
export function Switch({ label, checked, onChange, disabled, hint }: SwitchProps) {
  const hintId = useId();
  return (
    <label class="switch">
      <span class="switch__words">
        <span class="field__label">{label}</span>
        {hint && (
          <span id={hintId} class="field__hint">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        aria-label={label}
        aria-describedby={hint ? hintId : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}
