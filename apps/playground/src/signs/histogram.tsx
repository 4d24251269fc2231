import './histogram.css';

/** Settings of {@link Histogram}. */
export interface HistogramProps {
  /** What it shows, in words. */
  readonly label: string;
  readonly caption: string;
  readonly values: ArrayLike<number>;
  /** From where to where the bars go; what is beyond is in the outer ones. */
  readonly range: readonly [number, number];
  /** Default 41. */
  readonly bins?: number;
}

const height = 20;

/** How many values are of which size, on a scale by square roots so that small counts are seen too. */
export function Histogram({ label, caption, values, range: [from, to], bins = 41 }: HistogramProps) {
  const counts = new Float32Array(bins);
  for (let i = 0; i < values.length; i++) {
    const at = Math.round(((values[i]! - from) / (to - from)) * (bins - 1));
    counts[Math.min(Math.max(at, 0), bins - 1)]! += 1;
  }
  return (
    <figure class="histogram">
      <svg viewBox={`0 0 ${bins} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {Array.from(counts, (count, i) => {
          const size = height * Math.sqrt(count / Math.max(values.length, 1));
          return <rect key={i} x={i + 0.1} width={0.8} y={height - size} height={size} />;
        })}
      </svg>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
