import '../../signs/legend.css';
import { lighting } from '../../guide/light.js';
import { formatShort } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { type StepsView, Unrolled } from '../../network/unrolled.js';
import { memoryTexts } from './texts.js';
import type { MemorySnapshot } from './train.js';

/** Settings of {@link TimeView}. */
export interface TimeViewProps {
  readonly snapshot: MemorySnapshot;
  /** Whether the way back is shown. */
  readonly showsBack: boolean;
  /** The step that is looked at, from 1. */
  readonly at: number;
  readonly onPoint: (at: number) => void;
}

/** The network over the steps of time, and its numbers at one of them. */
export function TimeView({ snapshot, showsBack, at, onPoint }: TimeViewProps) {
  const texts = inLanguage(memoryTexts);
  const { bits, count, plain, lstm } = snapshot;
  const goal = sums(bits);
  const reading = (view: StepsView, t: number) =>
    [formatShort(view.values[t]!), formatShort(view.shares[t]!)] as const;
  const [value, share] = reading(plain, at - 1);
  const [answer, kept] = lstm ? reading(lstm, at - 1) : [];
  const label = texts.picture(
    formatShort(plain.values.at(-1)!),
    formatShort(count),
    formatShort(plain.shares[0]!),
  );
  return (
    <div class="memory-time">
      <Unrolled
        label={lstm ? `${label} ${texts.pictureLSTM(formatShort(lstm.shares[0]!))}` : label}
        bits={bits}
        goal={goal}
        bars={plain}
        line={lstm}
        showsBack={showsBack}
        at={at}
        onPoint={onPoint}
      />
      <ul class="legend numbers">
        <li {...lighting('forward')}>
          <span class="unrolled-swatch unrolled-swatch--bar" />
          {texts.state}
          {sub(at)} <strong>{value}</strong>
        </li>
        <li>
          <span class="unrolled-swatch unrolled-swatch--goal" />
          {texts.ones} <strong>{formatShort(goal[at - 1]!)}</strong>
        </li>
        {showsBack && (
          <li {...lighting('backward')}>
            {texts.arrives} <strong>{share}</strong>
          </li>
        )}
        {lstm && (
          <li {...lighting('line')}>
            <span class="unrolled-swatch unrolled-swatch--line" />
            <span>
              LSTM <strong>{answer}</strong>
              {showsBack && (
                <>
                  , {texts.arrives} <strong>{kept}</strong>
                </>
              )}
            </span>
          </li>
        )}
      </ul>
    </div>
  );
}

/** A step as an index: `₁₂`. */
export const sub = (n: number): string =>
  [...String(n)].map((digit) => String.fromCharCode(0x2080 + Number(digit))).join('');

/** The ones so far. */
const sums = (bits: readonly number[]): number[] => {
  let sum = 0;
  return bits.map((bit) => {
    sum += bit;
    return sum;
  });
};
