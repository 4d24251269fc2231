import type { LucideIcon } from 'lucide-preact';
import { useId } from 'preact/hooks';
import './field.css';
import './segmented.css';

/** One of the choices of a control. */
export interface Choice<T extends string | number> {
  readonly value: T;
  readonly label: string;
  readonly icon?: LucideIcon;
  readonly disabled?: boolean;
}

/** What there is to choose from: a list, or each value with its words. */
export type Choices<T extends string | number> =
  | readonly Choice<T>[]
  | ([T] extends [string] ? Readonly<Record<T, string>> : never);

/** The choices as a list. */
export const choiceList = <T extends string | number>(choices: Choices<T>): readonly Choice<T>[] =>
  Array.isArray(choices)
    ? choices
    : Object.entries<string>(choices as Readonly<Record<string, string>>).map(([value, label]) => ({
        value: value as T,
        label,
      }));

/** Settings of {@link Segmented}. */
export interface SegmentedProps<T extends string | number> {
  readonly label: string;
  readonly value: T;
  readonly choices: Choices<T>;
  readonly onChange: (value: T) => void;
  /** Whether the label is for screen readers only. */
  readonly hideLabel?: boolean;
  /** Whether choices with an icon show it without their label. */
  readonly iconsOnly?: boolean;
  readonly hint?: string;
}

/** A few choices side by side. Arrow keys move between them. */
export function Segmented<T extends string | number>(props: SegmentedProps<T>) {
  const { label, value, choices, onChange, hideLabel, iconsOnly, hint } = props;
  const name = useId();
  return (
    <fieldset class="field segmented">
      <legend class={hideLabel ? 'visually-hidden' : 'field__head'}>
        <span class="field__label">{label}</span>
      </legend>
      <div class="segmented__track">
        {choiceList(choices).map(({ value: own, label: words, icon: Icon, disabled }) => (
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
