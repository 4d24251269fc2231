/** How a weight is drawn: as thick as it is large, solid above zero, dashed below, in the sign's colour. */
export interface WireLook {
  readonly width: number;
  /** A custom property of the theme. */
  readonly color: '--negative' | '--positive';
  readonly dash: readonly number[];
}

/** The look of a weight, on a canvas or in SVG. */
export const wireLook = (weight: number): WireLook => ({
  width: Math.min(1 + 2.2 * Math.sqrt(Math.abs(weight)), 7),
  color: weight < 0 ? '--negative' : '--positive',
  dash: weight < 0 ? [7, 5] : [],
});

/** Settings of {@link Wire}. */
export interface WireProps {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  readonly weight: number;
  /** Whether it is pointed at, here or in the text. */
  readonly isLit?: boolean;
}

/** A weight between two units, in SVG. */
export function Wire({ from: [x1, y1], to: [x2, y2], weight, isLit = false }: WireProps) {
  const { width, color, dash } = wireLook(weight);
  return (
    <path
      class={`wire${isLit ? ' wire--lit' : ''}`}
      d={`M${x1} ${y1}L${x2} ${y2}`}
      style={{ stroke: `var(${color})`, strokeWidth: width, strokeDasharray: dash.join(' ') }}
    />
  );
}
