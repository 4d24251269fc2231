import './bar-chart.css';

/** One bar. */
export interface Bar {
  /** Written beneath, where there is room. */
  readonly name: string;
  /** Its height, from 0 to 1; what is more is cut a little above 1. */
  readonly share: number;
  /** Whether it is the one in use. */
  readonly isChosen?: boolean;
  /** Whether it is too high, and so in another colour. */
  readonly isOver?: boolean;
}

/** Settings of {@link BarChart}. */
export interface BarChartProps {
  /** What is seen, in words. */
  readonly label: string;
  readonly bars: readonly Bar[];
  /** What the colours mean. */
  readonly legend?: string;
}

const [width, height, foot] = [360, 190, 22];
const most = 1.12;

/** Values side by side as bars; the one in use stands out, and it and both ends have their names beneath. */
export function BarChart({ label, bars, legend }: BarChartProps) {
  const pitch = width / bars.length;
  return (
    <div class="bars">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        <path class="bars__floor" d={`M0 ${height - foot}H${width}`} />
        {bars.map(({ name, share, isChosen, isOver }, i) => {
          const size = Math.max(3, (Math.min(share, most) / most) * 0.96 * (height - foot));
          const isNamed = isChosen || i === 0 || i === bars.length - 1;
          return (
            <g key={name} class={isChosen ? 'bars__bar--chosen' : undefined}>
              <rect
                class={`bars__bar${isOver ? ' bars__bar--over' : ''}`}
                x={i * pitch + 3}
                y={height - foot - size}
                width={pitch - 6}
                height={size}
                rx="3"
              />
              {isNamed && (
                <text x={(i + 0.5) * pitch} y={height - 6}>
                  {name}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      {legend && <p class="field__hint">{legend}</p>}
    </div>
  );
}
