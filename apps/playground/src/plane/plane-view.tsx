import { useEffect, useRef } from 'preact/hooks';
import { theme } from '../theme/theme.js';
import { drawField, type PlaneField } from './draw-field.js';
import { drawBoundary, drawPlane, type PlanePicture } from './draw-plane.js';
import { bounded } from './place.js';
import './plane-view.css';
import { useCross } from './use-cross.js';
import { useMotion } from './use-motion.js';
import { useSize } from './use-size.js';

/** Settings of {@link PlaneView}. */
export interface PlaneViewProps extends PlanePicture {
  /** What is seen, in words, for screen readers. */
  readonly label: string;
  /** The network's answers, whose changes are shown as motion. */
  readonly field?: PlaneField | undefined;
  /** Whether the line where the answer changes sides is drawn, default true. */
  readonly showsBoundary?: boolean;
  /** Takes taps and strokes, point by point: where, and whether with the right button or Shift. On keys: arrows and Enter. */
  readonly onPoint?: (x: number, y: number, isSecond: boolean) => void;
}

type Spot = readonly [left: number, top: number];

/** A stroke of the pointer: where its last point is. */
interface Stroke {
  last: Spot;
  readonly isSecond: boolean;
}

const strokeSpacing = 16; // pixels between two points of a stroke

/** The plane with points of two classes, the answers of a network and its boundary. Square, drawn at most once a frame. */
export function PlaneView(props: PlaneViewProps) {
  const { label, onPoint, xRange, yRange, pointSize = 6, showsBoundary = true } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const fieldCanvas = useRef<HTMLCanvasElement>(null);
  const boundary = useRef<HTMLCanvasElement>(null);
  const [side] = useSize(canvas);
  const middle = [(xRange[0] + xRange[1]) / 2, (yRange[0] + yRange[1]) / 2] as const;
  const { cursor, hide, keys } = useCross([xRange, yRange], middle, ([x, y], isSecond) =>
    onPoint?.(x, y, isSecond),
  );
  const currentTheme = theme.value;

  useEffect(() => {
    if (side === 0) return;
    const frame = requestAnimationFrame(() =>
      drawPlane(canvas.current!, side, { ...props, cursor, pointSize: pointSize * Math.min(1, side / 280) }),
    );
    return () => cancelAnimationFrame(frame);
  }, [side, currentTheme, cursor, props.points, props.lines, pointSize, ...xRange, ...yRange]);

  useMotion(
    props.field,
    (field) => {
      if (side === 0) return;
      if (field) drawField(fieldCanvas.current!, field);
      drawBoundary(boundary.current!, side, showsBoundary ? field : undefined, props.isSmall);
    },
    [side, currentTheme, showsBoundary],
  );

  const stroke = useRef<Stroke | undefined>();
  const put = ([left, top]: Spot, isSecond: boolean) => {
    const { width, height } = canvas.current!.getBoundingClientRect();
    const [x, y] = [bounded(left / width, [0, 1]), bounded(1 - top / height, [0, 1])];
    onPoint?.(xRange[0] + x * (xRange[1] - xRange[0]), yRange[0] + y * (yRange[1] - yRange[0]), isSecond);
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.button > 2) return;
    canvas.current!.setPointerCapture(event.pointerId);
    hide();
    const at = spotOf(event, canvas.current!);
    stroke.current = { last: at, isSecond: event.button === 2 || event.shiftKey };
    put(at, stroke.current.isSecond);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (!stroke.current) return;
    const { last, isSecond } = stroke.current;
    const at = spotOf(event, canvas.current!);
    const way = [at[0] - last[0], at[1] - last[1]] as const;
    const count = Math.floor(Math.hypot(...way) / strokeSpacing);
    for (let i = 1; i <= count; i++) {
      const share = (i * strokeSpacing) / Math.hypot(...way);
      stroke.current.last = [last[0] + share * way[0], last[1] + share * way[1]];
      put(stroke.current.last, isSecond);
    }
  };
  const onPointerEnd = () => {
    stroke.current = undefined;
  };
  const size = props.field?.size ?? 2;
  const over = `${(-50 / (size - 1)).toFixed(4)}%`; // the outer points of the grid lie on the border
  return (
    <div class={`plane${onPoint ? ' plane--open' : ''}`}>
      <div aria-hidden="true">
        <canvas
          ref={fieldCanvas}
          class="plane__field"
          hidden={!props.field}
          style={{ left: over, top: over, width: `${(100 * size) / (size - 1)}%` }}
        />
        <canvas ref={boundary} />
      </div>
      {onPoint ? (
        // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys move a cross on it, so that it needs them all
        <canvas
          ref={canvas}
          role="application"
          aria-label={label}
          {...keys}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerEnd}
          onPointerCancel={onPointerEnd}
          onContextMenu={(event) => event.preventDefault()}
        />
      ) : (
        <canvas ref={canvas} role="img" aria-label={label} />
      )}
    </div>
  );
}

const spotOf = (event: PointerEvent, canvas: HTMLCanvasElement): Spot => {
  const { left, top } = canvas.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
};
