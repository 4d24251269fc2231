// internal: the header of a panel
import * as Plot from '@observablehq/plot';
import { fontSize, type Panel } from './svg.js';
import { textWidth } from './text-width.js';
import { type SeriesLook, seriesLooks, tones } from './theme.js';

/** Symbols of classes, so that colour is not the only difference. */
export const symbols = ['circle', 'square', 'triangle', 'diamond', 'wye', 'star', 'cross'] as const;

/** A symbol that Plot draws. */
export type ClassSymbol = (typeof symbols)[number];

/** A name beside a piece of its line, or beside the sign of its points. */
export interface LegendEntry {
  readonly label: string;
  readonly look: SeriesLook;
  readonly symbol?: ClassSymbol;
}

/** Look of the points of a class: a colour and a symbol. */
export const classLook = (index: number): { look: SeriesLook; symbol: ClassSymbol } => ({
  look: seriesLooks[index % seriesLooks.length]!,
  symbol: symbols[index % symbols.length]!,
});

const lineHeight = 20;
const titleSize = 13;
const swatch = { width: 20, gap: 7 };
const entryGap = 18;

interface PlacedEntry extends LegendEntry {
  readonly x: number;
  readonly y: number;
}

/** A line of a series' colour and dashes for Plot's marks. */
export const strokeOf = ({ tone, dashes }: SeriesLook) => ({
  stroke: tone.light,
  strokeWidth: 2,
  ...(dashes === '' ? {} : { strokeDasharray: dashes }),
});

/** The header of a panel: its title and, at the right of it or below when there is no room, the legend. */
export function panelHeader(title: string, entries: readonly LegendEntry[], width: number): Panel['plot'] {
  const widths = entries.map(
    ({ label }) => swatch.width + swatch.gap + Math.ceil(textWidth(label, fontSize)),
  );
  const total = widths.reduce((sum, entryWidth) => sum + entryWidth + entryGap, -entryGap);
  const fits = textWidth(title, titleSize) + 2 * entryGap + total <= width;
  let x = fits ? width - total : 0;
  let line = fits ? 0 : 1;
  const placed = entries.map((entry, index): PlacedEntry => {
    const entryWidth = widths[index] as number;
    if (x > 0 && x + entryWidth > width) {
      x = 0;
      line += 1;
    }
    const left = x;
    x += entryWidth + entryGap;
    return { ...entry, x: left, y: (line + 0.5) * lineHeight };
  });
  const height = (line + 1) * lineHeight + 6;
  return {
    width,
    height,
    margin: 0,
    x: { domain: [0, width], axis: null },
    y: { domain: [height, 0], axis: null },
    marks: [
      Plot.text([title], {
        x: 0,
        y: lineHeight / 2,
        textAnchor: 'start',
        fontWeight: 600,
        fontSize: titleSize,
        fill: tones.ink.light,
      }),
      placed.map(({ x, y, look, symbol }) =>
        symbol
          ? Plot.dot([0], { x: x + swatch.width / 2, y, symbol, r: 4, fill: look.tone.light })
          : Plot.link([0], { x1: x, x2: x + swatch.width, y1: y, y2: y, ...strokeOf(look) }),
      ),
      Plot.text(placed, {
        x: ({ x }: PlacedEntry) => x + swatch.width + swatch.gap,
        y: 'y',
        text: 'label',
        textAnchor: 'start',
        fill: tones.muted.light,
        fontSize,
      }),
    ],
  };
}
