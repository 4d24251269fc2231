import { X } from 'lucide-preact';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Matrix, type MatrixCell } from '../../signs/matrix.js';
import { IconButton } from '../../ui/button.js';
import type { Unit } from './settings.js';
import { digitsTexts } from './texts.js';
import type { Inside, Look } from './train.js';

/** Settings of {@link InsideCard}. */
export interface InsideCardProps {
  readonly unit: Unit;
  readonly inside: Inside;
  readonly look: Look;
  readonly onClose: () => void;
}

const write = (value: number): string => formatNumber(value, 2);

/** What one unit computes: its formula, with the numbers of now. */
export function InsideCard({ unit, inside, look, onClose }: InsideCardProps) {
  const texts = inLanguage(digitsTexts).inside;
  const { layer, channel, x, y } = unit;
  const { inputs, weights, bias, channels } = inside;
  const products = inputs.map((value, i) => value * weights[i]!);
  const sum = products.reduce((a, b) => a + b, 0);
  const z = sum + bias;
  const isOutput = layer === 'output';
  return (
    <section class="digits-inside" aria-label={texts.title}>
      <header class="digits-inside__head">
        <h3>{texts[layer](isOutput ? String(channel) : formatNumber(channel + 1))}</h3>
        <IconButton label={texts.close} icon={X} onClick={onClose} />
      </header>
      {channels > 0 && <p class="field__hint">{texts.at(formatNumber(x + 1), formatNumber(y + 1))}</p>}
      {channels === 1 && <Window inputs={inputs} weights={weights} products={products} />}
      {channels > 1 && <Channels products={products} channels={channels} />}
      {channels === 0 && <Terms inputs={inputs} weights={weights} products={products} />}
      <p class="digits-formula numbers">
        z = Σ {isOutput ? 'w·h' : 'w·x'} + b = {write(sum)} {bias < 0 ? '−' : '+'} {write(Math.abs(bias))}{' '}
        <strong>= {write(z)}</strong>
      </p>
      <p class="digits-formula numbers">
        {isOutput ? (
          <>
            p = eᶻ / Σ eᶻ = e^{write(z)} / {write(sumOfExponentials(look))}{' '}
            <strong>= {formatPercent(look.probabilities[channel]!, 1)}</strong>
          </>
        ) : (
          <>
            ReLU({write(z)}) <strong>= {write(Math.max(z, 0))}</strong>
          </>
        )}
      </p>
    </section>
  );
}

const sumOfExponentials = ({ maps }: Look): number =>
  maps.output.values.reduce((sum, [logit]) => sum + Math.exp(logit!), 0);

interface ProductsProps {
  readonly inputs: Float32Array;
  readonly weights: Float32Array;
  readonly products: Float32Array;
}

const termOf = ({ inputs, weights, products }: ProductsProps, i: number): MatrixCell => ({
  value: products[i]!,
  text: write(products[i]!),
  note: `${write(inputs[i]!)} × ${write(weights[i]!)}`,
});

/** Nine pixels, each times its weight. */
function Window(props: ProductsProps) {
  const { window } = inLanguage(digitsTexts).inside;
  const rows = [0, 3, 6].map((first) => [0, 1, 2].map((i) => termOf(props, first + i)));
  return <Labelled label={window} rows={rows} />;
}

/** What each map beneath adds: nine products in one number. */
function Channels({ products, channels }: { readonly products: Float32Array; readonly channels: number }) {
  const { maps } = inLanguage(digitsTexts).inside;
  const sums = Array.from({ length: channels }, (_, c) =>
    products.reduce((sum, value, i) => (i % channels === c ? sum + value : sum), 0),
  );
  const cells = sums.map((value, c) => ({ value, text: write(value), note: formatNumber(c + 1) }));
  const rows = Array.from({ length: channels / 4 }, (_, row) => cells.slice(4 * row, 4 * row + 4));
  return <Labelled label={maps} rows={rows} />;
}

/** The terms of a long sum that count most. */
function Terms(props: ProductsProps) {
  const { terms } = inLanguage(digitsTexts).inside;
  const order = Array.from(props.products.keys())
    .sort((a, b) => Math.abs(props.products[b]!) - Math.abs(props.products[a]!))
    .slice(0, 8);
  const rows = [order.slice(0, 4), order.slice(4)].map((row) => row.map((i) => termOf(props, i)));
  return <Labelled label={terms} rows={rows} />;
}

function Labelled({
  label,
  rows,
}: {
  readonly label: string;
  readonly rows: readonly (readonly MatrixCell[])[];
}) {
  return (
    <div>
      <p class="digits-caption">{label}</p>
      <Matrix label={label} rows={rows} />
    </div>
  );
}
