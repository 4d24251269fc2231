import { X } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatNumber, formatPercent } from '../i18n/numbers.js';
import { defineTexts, inLanguage } from '../i18n/texts.js';
import { inRows, Matrix } from '../signs/matrix.js';
import { Products } from '../signs/products.js';
import { IconButton } from '../ui/button.js';
import type { UnitInside } from './feature-maps.js';
import './network.css';
import { networkTexts } from './texts.js';

/** Settings of {@link UnitCard}. */
export interface UnitCardProps {
  readonly title: string;
  readonly inside: UnitInside;
  /** Where in its map a convolution's unit is. */
  readonly place: { readonly x: number; readonly y: number };
  /** The sums of all answers, where softmax comes after the sum, and which of them it is; else it is ReLU. */
  readonly softmax?: { readonly logits: readonly number[]; readonly index: number } | undefined;
  /** Whether it comes into view, as one pressed the unit; default true. */
  readonly comes?: boolean;
  readonly onClose: () => void;
}

const write = (value: number): string => formatNumber(value, 2);
const shown = 8; // terms of a long sum

/** What a unit of a convolutional network computes: its formula, with the numbers of now. */
export function UnitCard({ title, inside, place, softmax, comes = true, onClose }: UnitCardProps) {
  const texts = inLanguage(unitTexts);
  const { inside: label, close } = inLanguage(networkTexts);
  const { inputs, weights, bias, channels } = inside;
  const products = Array.from(inputs, (input, i) => ({
    input,
    weight: weights[i]!,
    product: input * weights[i]!,
  }));
  const sum = products.reduce((total, { product }) => total + product, 0);
  const z = sum + bias;
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (comes) card.current?.scrollIntoView({ block: 'nearest' });
  }, [title, comes]);
  return (
    <section ref={card} class="inside" aria-label={label}>
      <header class="inside__head">
        <h3>{title}</h3>
        <IconButton label={close} icon={X} onClick={onClose} />
      </header>
      {channels > 0 && (
        <p class="field__hint">{texts.at(formatNumber(place.x + 1), formatNumber(place.y + 1))}</p>
      )}
      <div class="inside__unit">
        <UnitProducts products={products} channels={channels} />
        <div class="inside__formulas numbers">
          <p>
            z = Σ w·{softmax ? 'h' : 'x'} + b = {write(sum)} {bias < 0 ? '−' : '+'} {write(Math.abs(bias))}{' '}
            <strong>= {write(z)}</strong>
          </p>
          {softmax ? (
            <p>
              p = eᶻ / Σ eᶻ = e^{write(z)} /{' '}
              {write(softmax.logits.reduce((total, logit) => total + Math.exp(logit), 0))}{' '}
              <strong>= {formatPercent(probabilityOf(softmax), 1)}</strong>
            </p>
          ) : (
            <p>
              ReLU({write(z)}) <strong>= {write(Math.max(z, 0))}</strong>
            </p>
          )}
        </div>
      </div>
    </section>
  );
}

const probabilityOf = ({ logits, index }: NonNullable<UnitCardProps['softmax']>): number =>
  1 / logits.reduce((total, logit) => total + Math.exp(logit - logits[index]!), 0);

interface UnitProductsProps {
  readonly products: readonly { readonly input: number; readonly weight: number; readonly product: number }[];
  readonly channels: number;
}

/** A window's products; of many maps what each adds; of a long sum the terms that count most. */
function UnitProducts({ products, channels }: UnitProductsProps) {
  const texts = inLanguage(unitTexts);
  if (channels > 1) {
    const cells = Array.from({ length: channels }, (_, c) => {
      const value = products.reduce((sum, { product }, i) => (i % channels === c ? sum + product : sum), 0);
      return { value, text: write(value), note: formatNumber(c + 1) };
    });
    const label = texts.maps(formatNumber(channels));
    return (
      <div>
        <p class="field__hint">{label}</p>
        <Matrix label={label} rows={inRows(cells, 4)} />
      </div>
    );
  }
  const largest = products.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, shown);
  const [label, terms, columns] = channels === 1 ? [texts.window, products, Math.sqrt(products.length)] : [texts.terms, largest, 4]; // biome-ignore format: one line
  return (
    <div>
      <p class="field__hint">{label}</p>
      <Products label={label} products={terms} columns={columns} write={write} />
    </div>
  );
}

const unitTexts = defineTexts(
  {
    at: (column: string, row: string) =>
      `At column ${column}, row ${row}. Press another place of the map to move.`,
    window: 'Pixel × weight, and the product',
    maps: (count: string) => `What each of the ${count} maps beneath adds`,
    terms: 'The eight terms that count most',
  },
  {
    at: (column, row) => `En la columna ${column}, fila ${row}. Pulsa otro lugar del mapa para moverte.`,
    window: 'Píxel × peso, y el producto',
    maps: (count) => `Lo que suma cada uno de los ${count} mapas de debajo`,
    terms: 'Los ocho términos que más cuentan',
  },
);
