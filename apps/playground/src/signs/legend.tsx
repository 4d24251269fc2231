import './legend.css';
import './signs.css';

/** A sign of the playground's pictures. */
export type Sign =
  | 'class-a'
  | 'class-b'
  | 'test'
  | 'wrong'
  | 'boundary'
  | 'line'
  | 'negative'
  | 'positive'
  | 'start'
  | 'goal';

/** Settings of {@link Legend}. */
export interface LegendProps {
  /** Each sign with its meaning. */
  readonly items: readonly (readonly [sign: Sign, text: string])[];
}

/** What the signs of a picture mean. */
export function Legend({ items }: LegendProps) {
  return (
    <ul class="legend">
      {items.map(([sign, text]) => (
        <li key={sign}>
          <SignIcon sign={sign} />
          {text}
        </li>
      ))}
    </ul>
  );
}

/** A sign alone, to stand in a line of text. */
function SignIcon({ sign }: { readonly sign: Sign }) {
  return (
    <svg class={`sign sign--${sign}`} viewBox="0 0 22 16" aria-hidden="true">
      {shapes[sign]}
    </svg>
  );
}

const shapes = {
  'class-a': <circle cx="11" cy="8" r="5.5" />,
  'class-b': <rect x="6" y="3" width="10" height="10" rx="2" />,
  test: <circle cx="11" cy="8" r="5" />,
  wrong: (
    <>
      <circle cx="11" cy="8" r="7" />
      <circle class="sign__core" cx="11" cy="8" r="3.5" />
    </>
  ),
  boundary: <path d="M1 8H21" />,
  line: <path d="M1 8H21" />,
  negative: <path d="M1 8H21" />,
  positive: <path d="M1 8H21" />,
  start: <circle cx="11" cy="8" r="4.5" />,
  goal: (
    <>
      <circle cx="11" cy="8" r="2.5" />
      <circle cx="11" cy="8" r="6.5" />
    </>
  ),
} as const;
