import { describe, expect, it } from 'vitest';
import { plotConfusionMatrix } from './confusion-matrix.js';
import { parsePicture } from './testing/picture.js';
import { seriesLooks, tones } from './theme.js';

type Colour = readonly number[];
const sides = ['light', 'dark'] as const;

const channels = (hex: string): Colour =>
  [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));

const mix = (below: Colour, above: Colour, opacity: number): Colour =>
  below.map((value, i) => value + opacity * ((above[i] as number) - value));

/** Relative luminance as WCAG 2 defines it. */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Colour, b: Colour): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe('the colours', () => {
  it('are all different on a light page, so that each has its own place on a dark one', () => {
    const light = [...Object.values(tones), ...seriesLooks.map((look) => look.tone)].map(
      (tone) => tone.light,
    );
    expect(new Set(light).size).toBe(light.length);
  });

  it.each(sides)('of text and lines stand out by 4.5 to 1 on a %s page', (side) => {
    const { ink, muted, hit, miss } = tones;
    for (const tone of [ink, muted, hit, miss, ...seriesLooks.map((look) => look.tone)]) {
      expect(
        contrast(channels(tone[side]), channels(tones.surface[side])),
        tone[side],
      ).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(sides)('of counts stand out by 4.5 to 1 on their cells, on a %s page, for every share', (side) => {
    const other = { [tones.inkOnPale.light]: tones.inkOnPale, [tones.inkOnHeat.light]: tones.inkOnHeat };
    for (let share = 1; share <= 100; share++) {
      const root = parsePicture(
        plotConfusionMatrix([
          [share, 100 - share],
          [0, 0],
        ]),
      );
      const opacity = Number(root.querySelector('[fill-opacity]')?.getAttribute('fill-opacity'));
      const counts = [...root.querySelectorAll('text')].filter((text) => text.textContent === String(share));
      const ink = other[counts[0]?.parentElement?.getAttribute('fill') ?? ''];
      const cell = mix(channels(tones.cell[side]), channels(tones.heat[side]), opacity);
      expect(contrast(channels(ink?.[side] as string), cell), `share ${share}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});
