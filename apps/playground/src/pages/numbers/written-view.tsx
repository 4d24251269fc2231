import { type AttentionPlace, AttentionView, meanOf } from '../../attention/attention-view.js';
import { formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { heads, type NumbersLook } from './settings.js';
import { numbersTexts } from './texts.js';
import type { Writing } from './use-written.js';

/** Settings of {@link WrittenView}. */
export interface WrittenViewProps {
  readonly writing: Writing;
  readonly look: NumbersLook;
  readonly pointed: AttentionPlace | undefined;
  readonly onPoint: (place: AttentionPlace | undefined) => void;
}

/** The attention while a number is written, and in words where the token of now looks. */
export function WrittenView({ writing: { shown, count }, look, pointed, onPoint }: WrittenViewProps) {
  const texts = inLanguage(numbersTexts);
  const named = (tokens: readonly string[]) => tokens.map((token) => token || texts.end);
  const { kind, head } = look;
  const chosen = Array.from({ length: heads }, (_, i) => i).filter((i) => head === 0 || head === i + 1);
  const written = named(shown.written);
  const queries = kind === 'source' ? shown.source : written;
  const keys = kind === 'target' ? [texts.begin, ...written.slice(0, -1)] : shown.source;
  const weights = chosen.map((i) => shown.weights[kind][i]!.slice(0, queries.length));
  const drawn = [
    kind === 'source' ? queries.length : count,
    kind === 'target' ? count : keys.length,
  ] as const;
  const last = kind === 'source' ? undefined : { row: count - 1, column: undefined };
  const at = pointed && pointed.row < drawn[0] ? pointed : last;
  return (
    <>
      <AttentionView
        label={texts.picture(shown.source.join(' '), written.slice(0, count).join(' '))}
        queries={queries}
        keys={keys}
        weights={weights}
        colors={chosen}
        look={look.look}
        drawn={drawn}
        at={at}
        isMasked={kind === 'target' ? (row, column) => column > row : undefined}
        onPoint={onPoint}
      />
      <p class="numbers-detail numbers">
        {at && (
          <>
            {kind === 'source'
              ? texts.reads(queries[at.row]!)
              : texts.probability(queries[at.row]!, formatPercent(shown.probabilities[at.row]!))}
            {lookedAt(keys, weights, at).map(({ key, share }, i) => (
              <span key={i}>
                {i > 0 && ', '}
                <strong>{key}</strong> {formatPercent(share)}
              </span>
            ))}
          </>
        )}
      </p>
    </>
  );
}

const [mostNamed, leastNamed] = [3, 0.01]; // tokens that are looked at most, with at least so much

/** The token that is pointed at, or those that a row looks at most, with their mean weights. */
function lookedAt(
  keys: readonly string[],
  weights: readonly (readonly (readonly number[])[])[],
  { row, column }: AttentionPlace,
): { readonly key: string; readonly share: number }[] {
  const shares = keys.map((key, i) => ({ key, share: meanOf(weights, row, i), i }));
  if (column !== undefined) return shares.filter(({ i }) => i === column);
  return shares
    .filter(({ share }) => share >= leastNamed)
    .toSorted((a, b) => b.share - a.share)
    .slice(0, mostNamed);
}
