import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';
import './picture-choice.css';

/** Settings of {@link PictureChoice}. */
export interface PictureChoiceProps<T extends string> {
  readonly label: string;
  /** One of the choices, or none. */
  readonly value: string;
  /** Each with a picture of it. */
  readonly choices: readonly {
    readonly value: T;
    readonly label: string;
    readonly picture: ComponentChildren;
  }[];
  readonly onChange: (value: T) => void;
}

/** One of several, each shown as a picture with its name. Arrow keys move between them. */
export function PictureChoice<T extends string>({ label, value, choices, onChange }: PictureChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class="field picture-choice">
      <legend class="visually-hidden">{label}</legend>
      {choices.map(({ value: own, label: words, picture }) => (
        <label key={own} class="picture-choice__option">
          <input
            type="radio"
            name={name}
            value={own}
            checked={own === value}
            onChange={() => onChange(own)}
          />
          {picture}
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  );
}
