// internal: axes of a plane
import * as Plot from '@observablehq/plot';
import { tones } from './theme.js';

/** A grid and two axes with their names. */
export function planeAxes(options: {
  readonly width: number;
  readonly height: number;
  readonly xLabel?: string | undefined;
  readonly yLabel?: string | undefined;
}): Plot.Markish[] {
  const { width, height, xLabel = null, yLabel = null } = options;
  const axis = { tickSize: 0, tickPadding: 8, fill: tones.muted.light, labelArrow: 'none' } as const;
  return [
    Plot.gridX({ stroke: tones.grid.light, strokeOpacity: 1, ticks: Math.floor(width / 70) }),
    Plot.gridY({ stroke: tones.grid.light, strokeOpacity: 1, ticks: Math.floor(height / 50) }),
    Plot.axisX({
      ...axis,
      ticks: Math.floor(width / 70),
      label: xLabel,
      labelAnchor: 'center',
      labelOffset: 34,
    }),
    Plot.axisY({
      ...axis,
      ticks: Math.floor(height / 50),
      label: yLabel,
      labelAnchor: 'center',
      labelOffset: 44,
    }),
  ];
}

/** Room for the axes. */
export const planeMargins = { marginLeft: 52, marginRight: 12, marginTop: 10, marginBottom: 40 } as const;
