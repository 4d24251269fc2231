import { useEffect, useRef, useState } from 'preact/hooks';
import { theme } from '../theme/theme.js';
import { drawPlane, type PlanePicture } from './draw-plane.js';
import './plane-view.css';

/** Settings of {@link PlaneView}. */
export interface PlaneViewProps extends PlanePicture {
  /** What is seen, in words, for screen readers. */
  readonly label: string;
  /** Takes clicks: where, and whether it was with the right button or Shift. With the keyboard: arrows and Enter. */
  readonly onPoint?: (x: number, y: number, isSecond: boolean) => void;
}

/** The plane with points of two classes, the answers of a network and its boundary. Square, drawn at most once a frame. */
export function PlaneView(props: PlaneViewProps) {
  const { label, onPoint, xRange, yRange } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [side, setSide] = useState(0);
  const [cursor, setCursor] = useState<readonly [number, number] | undefined>();
  const currentTheme = theme.value;

  useEffect(() => {
    const element = canvas.current!;
    const observer = new ResizeObserver(() => setSide(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (side === 0) return;
    const frame = requestAnimationFrame(() => drawPlane(canvas.current!, side, { ...props, cursor }));
    return () => cancelAnimationFrame(frame);
  }, [
    side,
    currentTheme,
    cursor,
    props.points,
    props.field,
    props.lines,
    props.pointSize,
    ...xRange,
    ...yRange,
  ]);

  const onPointer = (event: MouseEvent, isSecond: boolean) => {
    event.preventDefault();
    const box = canvas.current!.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    const y = 1 - (event.clientY - box.top) / box.height;
    setCursor(undefined);
    onPoint?.(xRange[0] + x * (xRange[1] - xRange[0]), yRange[0] + y * (yRange[1] - yRange[0]), isSecond);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [x, y] = cursor ?? [(xRange[0] + xRange[1]) / 2, (yRange[0] + yRange[1]) / 2];
    const [stepX, stepY] = [(xRange[1] - xRange[0]) / 40, (yRange[1] - yRange[0]) / 40];
    const moves: Record<string, readonly [number, number]> = {
      ArrowLeft: [x - stepX, y],
      ArrowRight: [x + stepX, y],
      ArrowUp: [x, y + stepY],
      ArrowDown: [x, y - stepY],
    };
    const next = moves[event.key];
    if (next) setCursor([clamp(next[0], xRange), clamp(next[1], yRange)]);
    else if (event.key === 'Enter' || event.key === ' ') onPoint?.(x, y, event.shiftKey);
    else return;
    event.preventDefault();
  };
  if (!onPoint) return <canvas ref={canvas} class="plane" role="img" aria-label={label} />;
  return (
    // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys move a cross on it, so that it needs them all
    <canvas
      ref={canvas}
      class="plane plane--open"
      role="application"
      aria-label={label}
      tabIndex={0}
      onClick={(event) => onPointer(event, event.shiftKey)}
      onContextMenu={(event) => onPointer(event, true)}
      onKeyDown={onKeyDown}
      onBlur={() => setCursor(undefined)}
    />
  );
}

const clamp = (value: number, [least, most]: readonly [number, number]) =>
  Math.min(Math.max(value, least), most);
