import { useEffect, useRef } from 'preact/hooks';
import { cssColor, theme } from '../theme/theme.js';
import './draw-pad.css';

/** A drawing: strokes of points, 0 to 1 across and down. */
export type Strokes = readonly (readonly (readonly [x: number, y: number])[])[];

/** Settings of {@link DrawPad}. */
export interface DrawPadProps {
  readonly label: string;
  readonly strokes: Strokes;
  readonly onChange: (strokes: Strokes) => void;
  /** A square picture from 0 (paper) to 1 (ink) that lies on the sheet while nothing is drawn. */
  readonly backdrop?: Float32Array | undefined;
  /** Width of a stroke, as a share of the pad; default about that of the data set’s digits. */
  readonly pen?: number;
}

const resolution = 224; // pixels of the canvas
const usualPen = 0.14;
const keyStep = 0.04;

/** A sheet to draw on with mouse, finger or pen. With the keyboard: arrows move, the space bar puts the pen down and up. */
export function DrawPad({ label, strokes, onChange, backdrop, pen = usualPen }: DrawPadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDown = useRef(false);
  const place = useRef<readonly [number, number]>([0.5, 0.2]);
  const latest = useRef(strokes);
  latest.current = strokes;
  const currentTheme = theme.value;

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    drawStrokes(context, strokes, cssColor('--ink'), pen);
    if (backdrop && strokes.length === 0) drawPixels(context, backdrop, cssColor('--ink'));
  }, [strokes, backdrop, currentTheme]);

  const add = (point: readonly [number, number], isNew: boolean) => {
    const all = latest.current;
    const next = isNew ? [...all, [point]] : [...all.slice(0, -1), [...(all.at(-1) ?? []), point]];
    latest.current = next;
    onChange(next);
  };
  const pointOf = (event: PointerEvent): readonly [number, number] => {
    const box = canvas.current!.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [-keyStep, 0],
      ArrowRight: [keyStep, 0],
      ArrowUp: [0, -keyStep],
      ArrowDown: [0, keyStep],
    };
    const move = moves[event.key];
    if (move) {
      place.current = [clamp(place.current[0] + move[0]), clamp(place.current[1] + move[1])];
      if (isDown.current) add(place.current, false);
    } else if (event.key === ' ') {
      isDown.current = !isDown.current;
      if (isDown.current) add(place.current, true);
    } else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys draw on it, so that it needs them all
    <canvas
      ref={canvas}
      class="draw-pad"
      width={resolution}
      height={resolution}
      role="application"
      aria-label={label}
      tabIndex={0}
      onPointerDown={(event) => {
        canvas.current!.setPointerCapture(event.pointerId);
        isDown.current = true;
        add(pointOf(event), true);
      }}
      onPointerMove={(event) => {
        if (isDown.current && event.buttons > 0) add(pointOf(event), false);
      }}
      onPointerUp={() => {
        isDown.current = false;
      }}
      onPointerCancel={() => {
        isDown.current = false;
      }}
      onBlur={() => {
        isDown.current = false;
      }}
      onKeyDown={onKeyDown}
    />
  );
}

const clamp = (value: number): number => Math.min(Math.max(value, 0.04), 0.96);

function drawStrokes(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  strokes: Strokes,
  color: string,
  pen: number,
): void {
  context.clearRect(0, 0, resolution, resolution);
  context.strokeStyle = color;
  context.lineWidth = pen * resolution;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const points of strokes) {
    context.beginPath();
    for (const [i, [x, y]] of points.entries()) {
      if (i === 0) context.moveTo(x * resolution, y * resolution);
      context.lineTo(x * resolution + (i === 0 ? 0.01 : 0), y * resolution);
    }
    context.stroke();
  }
}

/** Squares, as dark as the values say. */
function drawPixels(context: CanvasRenderingContext2D, values: Float32Array, color: string): void {
  const side = Math.sqrt(values.length);
  const cell = resolution / side;
  context.fillStyle = color;
  for (const [i, value] of values.entries()) {
    context.globalAlpha = value;
    context.fillRect((i % side) * cell, Math.floor(i / side) * cell, cell, cell);
  }
  context.globalAlpha = 1;
}

/** How much ink there is at each pixel of a drawing, 0 to 1. */
export function inkOf(strokes: Strokes): { ink: Float32Array; size: number } {
  const canvas = document.createElement('canvas');
  canvas.width = resolution;
  canvas.height = resolution;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  drawStrokes(context, strokes, '#000', usualPen);
  const { data } = context.getImageData(0, 0, resolution, resolution);
  const ink = Float32Array.from({ length: resolution ** 2 }, (_, i) => data[4 * i + 3]! / 255);
  return { ink, size: resolution };
}
