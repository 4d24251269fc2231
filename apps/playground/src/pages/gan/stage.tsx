import { useEffect, useMemo, useRef } from 'preact/hooks';
import { lighting, lit } from '../../guide/light.js';
import { formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { PlanePoint } from '../../plane/draw-plane.js';
import { PlaneView } from '../../plane/plane-view.js';
import { sharpContext } from '../../plane/sharp-canvas.js';
import { useSize } from '../../plane/use-size.js';
import '../../signs/legend.css';
import { cssColor, theme } from '../../theme/theme.js';
import { Card } from '../../ui/card.js';
import { type GanSettings, planeRange } from './settings.js';
import { ganTexts } from './texts.js';
import { type GanSnapshot, gridSide } from './train.js';

/** What is drawn over the plane. */
export interface Shown {
  readonly net: boolean;
  readonly arrows: boolean;
}

/** Settings of {@link Plane}. */
export interface PlaneProps {
  readonly settings: GanSettings;
  readonly snapshot: GanSnapshot | undefined;
  readonly shown: Shown;
  readonly onPoint?: ((x: number, y: number, isSecond: boolean) => void) | undefined;
}

const drawnReal = 240; // as many as one can still tell apart
const drawnFake = 160;
const arrows = 70;
const longestArrow = 26; // pixels

/** The points of both kinds on the discriminator's answers, the bent noise and the arrows. */
export function Plane({ settings, snapshot, shown, onPoint }: PlaneProps) {
  const texts = inLanguage(ganTexts);
  const own = settings.data === 'own' ? settings.own : undefined;
  const points = useMemo(
    () => [
      ...(own?.map((point) => ({ ...point, label: 1 as const })) ?? pointsOf(snapshot?.real, drawnReal, 1)),
      ...pointsOf(snapshot?.fake, drawnFake, 0),
    ],
    [snapshot?.real, snapshot?.fake, own],
  );
  return (
    <Card>
      <div class="picture gan-picture">
        <div class="gan-plane">
          <PlaneView
            label={texts.picture(
              texts.dataNames[settings.data],
              formatPercent(snapshot?.near ?? Number.NaN),
              formatPercent(snapshot?.covered ?? Number.NaN),
            )}
            xRange={planeRange}
            yRange={planeRange}
            points={points}
            field={snapshot?.field}
            showsBoundary={false}
            pointSize={4}
            {...(onPoint && { onPoint })}
          />
          {snapshot && <Over snapshot={snapshot} shown={shown} />}
        </div>
        <ul class="legend">
          <li>
            <svg class="legend__line" viewBox="0 0 26 12" aria-hidden="true">
              <rect class="gan-real" x="8" y="1" width="10" height="10" rx="2" />
            </svg>
            {texts.legend.real}
          </li>
          <li>
            <svg class="legend__line" viewBox="0 0 26 12" aria-hidden="true">
              <circle class="gan-fake" cx="13" cy="6" r="5" />
            </svg>
            {texts.legend.fake}
          </li>
          <li {...lighting('net')}>
            <svg class="legend__line" viewBox="0 0 26 12" aria-hidden="true">
              <path class="gan-net" d="M1 2C9 8 17 0 25 5M1 9C9 14 17 5 25 11" />
            </svg>
            {texts.legend.net}
          </li>
          <li {...lighting('arrows')}>
            <svg class="legend__line" viewBox="0 0 26 12" aria-hidden="true">
              <path class="gan-arrow" d="M3 6H22M18 2L22 6L18 10" />
            </svg>
            {texts.legend.pull}
          </li>
        </ul>
      </div>
    </Card>
  );
}

function pointsOf(values: Float32Array | undefined, most: number, label: 0 | 1): PlanePoint[] {
  const count = (values?.length ?? 0) / 2;
  const shown = Math.min(count, most);
  return Array.from({ length: shown }, (_, i) => {
    const at = 2 * Math.floor((i * count) / shown);
    return { x: values![at]!, y: values![at + 1]!, label };
  });
}

/** The bent grid of noise and the arrows, over the plane. */
function Over({ snapshot, shown }: { readonly snapshot: GanSnapshot; readonly shown: Shown }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [side] = useSize(canvas);
  const [currentTheme, pointed] = [theme.value, lit.value];
  useEffect(() => {
    if (side === 0) return;
    const frame = requestAnimationFrame(() => {
      const context = sharpContext(canvas.current!, side);
      if (!context || pointed === 'field') return;
      const toX = (x: number) => ((x - planeRange[0]) / (planeRange[1] - planeRange[0])) * side;
      const toPixel = (values: Float32Array, i: number) =>
        [toX(values[2 * i]!), side - toX(values[2 * i + 1]!)] as const;
      if (shown.net) drawNet(context, (i) => toPixel(snapshot.bent, i), pointed === 'net');
      if (shown.arrows) drawArrows(context, snapshot, (i) => toPixel(snapshot.fake, i), pointed === 'arrows');
    });
    return () => cancelAnimationFrame(frame);
  }, [side, currentTheme, pointed, snapshot, shown]);
  return (
    <div aria-hidden="true">
      <canvas ref={canvas} class="gan-over" />
    </div>
  );
}

type NodePlace = (i: number) => readonly [x: number, y: number];

function drawNet(context: CanvasRenderingContext2D, placeOf: NodePlace, isLit: boolean): void {
  context.strokeStyle = cssColor('--series-3');
  context.globalAlpha = isLit ? 1 : 0.55;
  context.lineWidth = isLit ? 2 : 1;
  context.beginPath();
  for (let line = 0; line < gridSide; line++) {
    for (let i = 0; i < gridSide; i++) {
      const place = placeOf(line * gridSide + i);
      if (i === 0) context.moveTo(...place);
      else context.lineTo(...place);
    }
    for (let i = 0; i < gridSide; i++) {
      const place = placeOf(i * gridSide + line);
      if (i === 0) context.moveTo(...place);
      else context.lineTo(...place);
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}

function drawArrows(
  context: CanvasRenderingContext2D,
  { pull }: GanSnapshot,
  placeOf: NodePlace,
  isLit: boolean,
): void {
  context.strokeStyle = cssColor('--ink');
  context.lineWidth = isLit ? 2.5 : 1.5;
  context.beginPath();
  for (let i = 0; i < arrows; i++) {
    const [dx, dy] = [pull[2 * i]!, -pull[2 * i + 1]!];
    const slope = Math.hypot(dx, dy);
    const length = longestArrow * (slope / (slope + 4)); // steep ones don't fill the picture
    if (!(length > 2)) continue;
    const [x, y] = placeOf(i);
    const [u, v] = [dx / slope, dy / slope];
    const [tipX, tipY] = [x + length * u, y + length * v];
    const head = Math.min(5, length / 2);
    context.moveTo(x, y);
    context.lineTo(tipX, tipY);
    context.moveTo(tipX - head * (u + 0.6 * v), tipY - head * (v - 0.6 * u));
    context.lineTo(tipX, tipY);
    context.lineTo(tipX - head * (u - 0.6 * v), tipY - head * (v + 0.6 * u));
  }
  context.stroke();
}
