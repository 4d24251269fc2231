import { Lit } from '../guide/light.js';
import { ProbabilityBars } from '../signs/probability-bars.js';
import { Card } from '../ui/card.js';
import { Slider } from '../ui/slider.js';
import './writing.css';

/** Settings of {@link NextToken}. */
export interface NextTokenProps {
  readonly title: string;
  /** What the probabilities are of, for screen readers. */
  readonly label: string;
  /** What is said below the bars. */
  readonly hint: string;
  /** What a slider through the text is called. */
  readonly atLabel: string;
  /** The pieces that were written. */
  readonly written: readonly string[];
  /** The piece that is looked at. */
  readonly at: number;
  /** Tokens that were likely there, with their probabilities, and which of them came. */
  readonly names: readonly string[];
  readonly values: readonly number[];
  readonly chosen: number;
  /** Writes on from here with another of the tokens, by its place. */
  readonly onTake: (place: number) => void;
  readonly onAt: (at: number) => void;
}

/** What a token was drawn from: the likeliest, and which came. */
export function NextToken(props: NextTokenProps) {
  const { title, label, hint, atLabel, written, at, names, values, chosen, onTake, onAt } = props;
  const before = written
    .slice(Math.max(at - 16, 0), at)
    .join('')
    .slice(-24);
  return (
    <Card title={title}>
      <p class="writing-context">
        …{visible(before)}
        <strong>{visible(written[at] ?? '')}</strong>
      </p>
      <Lit name="bars">
        <div class="writing-bars">
          <ProbabilityBars
            label={label}
            names={names.map(visible)}
            values={values}
            chosen={chosen}
            onChoose={onTake}
          />
        </div>
      </Lit>
      <p class="field__hint numbers">{hint}</p>
      <Slider
        label={atLabel}
        value={at + 1}
        min={1}
        max={Math.max(written.length, 2)}
        step={1}
        onChange={(next) => onAt(next - 1)}
      />
    </Card>
  );
}

/** Spaces and line ends as signs. */
const visible = (text: string): string => text.replaceAll(' ', '␣').replaceAll('\n', '↵');
