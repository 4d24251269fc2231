import './progress.css';

/** Settings of {@link Progress}. */
export interface ProgressProps {
  readonly label: string;
  /** From 0 to 1; without it nobody knows how long. */
  readonly value?: number;
}

/** How far something is. */
export function Progress({ label, value }: ProgressProps) {
  const percent = value === undefined ? undefined : Math.round(100 * value);
  return (
    <div class={`progress${percent === undefined ? ' progress--open' : ''}`}>
      <span>{label}</span>
      <div
        class="progress__track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div class="progress__bar" style={percent === undefined ? undefined : { width: `${percent}%` }} />
      </div>
    </div>
  );
}

/** Settings of {@link Stats}. */
export interface StatsProps {
  /** Name and value, as they are shown. */
  readonly items: readonly (readonly [name: string, value: string])[];
}

/** Numbers at a glance. */
export function Stats({ items }: StatsProps) {
  return (
    <dl class="stats">
      {items.map(([name, value]) => (
        <div key={name} class="stat">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
