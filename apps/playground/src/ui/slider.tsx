import { useId } from 'preact/hooks';
import { formatBrief } from '../i18n/numbers.js';
import './field.css';
import './slider.css';

/** Settings of {@link Slider}. */
export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number) => void;
  /** How the value is written, beside the label and for screen readers. */
  readonly format?: (value: number) => string;
  readonly disabled?: boolean;
  readonly hint?: string;
}

/** A number on a scale, its value beside the label. */
export function Slider(props: SliderProps) {
  const { label, value, min, max, step, onChange, format = formatBrief, disabled, hint } = props;
  const id = useId();
  const fill = `${(100 * (Math.min(Math.max(value, min), max) - min)) / (max - min)}%`;
  return (
    <div class="field slider">
      <div class="field__head">
        <label class="field__label" for={id}>
          {label}
        </label>
        <span class="field__value" aria-hidden="true">
          {format(value)}
        </span>
      </div>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        aria-valuetext={format(value)}
        style={{ '--fill': fill }}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      {hint && <p class="field__hint">{hint}</p>}
    </div>
  );
}

/** Settings of {@link StopSlider}. */
export interface StopSliderProps extends Omit<SliderProps, 'min' | 'max' | 'step'> {
  /** The values to choose from, ascending, as 0.001, 0.01, 0.1. */
  readonly stops: readonly number[];
}

/** A slider over a list of values, for those that grow by factors. */
export function StopSlider({ stops, value, onChange, format = formatBrief, ...rest }: StopSliderProps) {
  const nearest = stops.reduce(
    (best, stop, i) => (Math.abs(stop - value) < Math.abs(stops[best]! - value) ? i : best),
    Math.max(stops.indexOf(value), 0),
  );
  return (
    <Slider
      {...rest}
      value={nearest}
      min={0}
      max={stops.length - 1}
      step={1}
      onChange={(i) => onChange(stops[i]!)}
      format={(i) => format(stops[i]!)}
    />
  );
}
