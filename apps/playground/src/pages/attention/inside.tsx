import type { AttentionPlace } from '../../attention/attention-view.js';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Products } from '../../signs/products.js';
import { Card } from '../../ui/card.js';
import { attentionTexts } from './texts.js';
import type { LayerNumbers } from './train.js';
import { VectorMap } from './vector-map.js';

/** Settings of {@link Inside}. */
export interface InsideProps {
  readonly tokens: readonly string[];
  readonly layer: LayerNumbers;
  /** The head that is looked into, from 1. */
  readonly head: number;
  readonly isCausal: boolean;
  readonly at: { readonly row: number; readonly column: number };
  readonly onPoint: (place: AttentionPlace) => void;
}

/** How a weight comes about: queries, keys and values, the products of two of them, and the softmax of a row. */
export function Inside({ tokens, layer, head, isCausal, at: { row, column }, onPoint }: InsideProps) {
  const texts = inLanguage(attentionTexts);
  const [queries, keys, values, weights] = (['query', 'key', 'value', 'weights'] as const).map(
    (part) => layer[part][head - 1]!,
  ) as [Rows, Rows, Rows, Rows];
  const query = queries[row]!;
  const root = Math.sqrt(query.length);
  const products = query.map((input, i) => ({
    input,
    weight: keys[column]![i]!,
    product: input * keys[column]![i]!,
  }));
  const sum = products.reduce((total, { product }) => total + product, 0);
  const seen = keys.flatMap((key, j) =>
    isCausal && j > row
      ? []
      : [
          {
            j,
            score: key.reduce((total, one, i) => total + one * query[i]!, 0) / root,
            share: weights[row]![j]!,
          },
        ],
  );
  const [from, to] = [tokens[row]!, tokens[column]!];
  return (
    <>
      <Card title={texts.vectors(formatNumber(head))}>
        <div class="attention-maps">
          <VectorMap title={texts.query} tokens={tokens} rows={queries} row={row} />
          <VectorMap title={texts.key} tokens={tokens} rows={keys} row={column} />
          <VectorMap title={texts.value} tokens={tokens} rows={values} row={column} />
        </div>
      </Card>
      <Card title={texts.weightOf(from, to)}>
        <p class="field__hint">{texts.products(from, to)}</p>
        <Products label={texts.products(from, to)} products={products} columns={4} write={twoDecimals} />
        <p class="attention-sum numbers">
          Σ = {formatNumber(sum, 2)}, ÷ √{formatNumber(query.length)} ={' '}
          <strong>{formatNumber(sum / root, 2)}</strong>, softmax ={' '}
          <strong>{formatPercent(weights[row]![column]!)}</strong>
        </p>
        <p class="field__hint">{texts.softmax(from)}</p>
        <ul class="attention-scores numbers" aria-label={texts.softmax(from)}>
          {seen.map(({ j, score, share }) => (
            <li key={j}>
              <button type="button" aria-pressed={j === column} onClick={() => onPoint({ row, column: j })}>
                <strong>{tokens[j]}</strong>
                <span>{formatNumber(score, 2)}</span>
                <span class="attention-scores__track" aria-hidden="true">
                  <span style={{ width: `${100 * share}%` }} />
                </span>
                <span>{formatPercent(share)}</span>
              </button>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

type Rows = readonly (readonly number[])[];

const twoDecimals = (value: number): string => formatNumber(value, 2);
