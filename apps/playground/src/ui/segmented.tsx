import type { LucideIcon } from 'lucide-preact';
import { useId } from 'preact/hooks';
import './field.css';
import './segmented.css';

/** One of the choices of a control. */
export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly disabled?: boolean;
}

/** Settings of {@link Segmented}. */
export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
  /** Whether the label is for screen readers only. */
  readonly hideLabel?: boolean;
  /** Whether choices with an icon show it without their label. */
  readonly iconsOnly?: boolean;
  readonly hint?: string;
}

/** A few choices side by side. Arrow keys move between them. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const { label, value, choices, onChange, hideLabel, iconsOnly, hint } = props;
  const name = useId();
  return (
    <fieldset class="field segmented">
      <legend class={hideLabel ? 'visually-hidden' : 'field__head'}>
        <span class="field__label">{label}</span>
      </legend>
      <div class="segmented__track">
        {choices.map(({ value: own, label: words, icon: Icon, disabled }) => (
          <label key={own} class="segmented__option" title={iconsOnly ? words : undefined}>
            <input
              type="radio"
              name={name}
              value={own}
              checked={own === value}
              disabled={disabled}
              onChange={() => onChange(own)}
            />
            {Icon && <Icon aria-hidden="true" />}
            <span class={iconsOnly && Icon ? 'visually-hidden' : undefined}>{words}</span>
          </label>
        ))}
      </div>
      {hint && <p class="field__hint">{hint}</p>}
    </fieldset>
  );
}
