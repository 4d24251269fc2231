import { formatNumber, formatShort } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { activationsTexts } from './texts.js';
import type { ChainLayer } from './train.js';

/** Settings of {@link ChainView}. */
export interface ChainViewProps {
  readonly chain: readonly ChainLayer[];
  readonly layer: number;
  readonly isBackward: boolean;
  readonly onLayer: (layer: number) => void;
}

const [least, most] = [-7, 2]; // powers of ten that the bars show

/** The layers in a row: what each returns, and on a scale by factors of ten the gradient that arrives there. */
export function ChainView({ chain, layer, isBackward, onLayer }: ChainViewProps) {
  const texts = inLanguage(activationsTexts);
  const first = chain[0]!;
  const one = `${(100 * (0 - least)) / (most - least)}%`;
  return (
    <div
      class="activations-chain"
      role="img"
      aria-label={texts.chainLabel(formatShort(first.gradient), formatNumber(chain.length))}
      style={{ '--one': one }}
    >
      {chain.map(({ h, gradient }, i) => (
        <div
          key={i}
          class={`activations-chain__layer${i === layer ? ' activations-chain__layer--looked' : ''}`}
          onPointerDown={() => onLayer(i)}
        >
          <span
            class={`activations-chain__value${i === layer && !isBackward ? ' activations-chain__value--now' : ''}`}
          >
            {formatNumber(h, Math.abs(h) >= 10 ? 0 : Math.abs(h) >= 1 ? 1 : 2)}
          </span>
          <span class="activations-chain__track">
            <span
              class={`activations-chain__bar${i === layer && isBackward ? ' activations-chain__bar--now' : ''}`}
              style={{ height: `${100 * shareOf(gradient)}%` }}
            />
          </span>
          <span class="activations-chain__number numbers">{formatShort(gradient)}</span>
        </div>
      ))}
    </div>
  );
}

const shareOf = (gradient: number): number =>
  gradient === 0
    ? 0
    : Math.min(Math.max((Math.log10(Math.abs(gradient)) - least) / (most - least), 0.015), 1);
