import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { slopeRates } from './settings.js';
import './sweep-view.css';
import { descentTexts } from './texts.js';

/** Settings of {@link SweepView}. */
export interface SweepViewProps {
  /** The loss with each learning rate. */
  readonly losses: readonly number[];
  /** The loss where it began. */
  readonly first: number;
  /** The one in use. */
  readonly learningRate: number;
}

const [width, height, foot] = [360, 190, 22];

/** What each learning rate would have come to: high where it creeps, nothing where it is right, too high where it diverges. */
export function SweepView({ losses, first, learningRate }: SweepViewProps) {
  const texts = inLanguage(descentTexts).sweep;
  const pitch = width / losses.length;
  const write = (loss: number) => (loss > first ? texts.more : formatNumber(loss, 3));
  const words = losses.map((loss, i) => texts.at(formatBrief(slopeRates[i]!), write(loss))).join(' ');
  return (
    <div class="sweep">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={texts.label(words)}>
        <path class="sweep__floor" d={`M0 ${height - foot}H${width}`} />
        {losses.map((loss, i) => {
          const rate = slopeRates[i]!;
          const size = Math.max(3, Math.min(loss / Math.max(first, 1e-6), 1.12) * 0.86 * (height - foot));
          const isOver = loss > first;
          const isChosen = rate === learningRate;
          return (
            <g key={rate} class={isChosen ? 'sweep__bar--chosen' : undefined}>
              <rect
                class={`sweep__bar${isOver ? ' sweep__bar--over' : ''}`}
                x={i * pitch + 3}
                y={height - foot - size}
                width={pitch - 6}
                height={size}
                rx="3"
              />
              {(isChosen || i === 0 || i === losses.length - 1) && (
                <text x={(i + 0.5) * pitch} y={height - 6}>
                  {formatBrief(rate)}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <p class="field__hint">{texts.legend}</p>
    </div>
  );
}
