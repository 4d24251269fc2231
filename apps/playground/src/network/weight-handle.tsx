import { useRef } from 'preact/hooks';
import { lighting } from '../guide/light.js';
import { formatNumber } from '../i18n/numbers.js';

/** Settings of {@link WeightHandle}. */
export interface WeightHandleProps {
  /** What it is, for screen readers. */
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** How large it is drawn, default 1. */
  readonly size?: number;
  readonly value: number;
  /** Whether it is looked into, or pointed at in the text. */
  readonly isLit: boolean;
  readonly onChange: (value: number) => void;
  /** What lights with it: words of the text that have the same name. */
  readonly name: string;
  /** Called when it is taken hold of, has the focus or is changed by keys. */
  readonly onLook: () => void;
}

const most = 20;
const pixelsPerUnit = 40;
const underwayMs = 1000;

/** A number in the diagram: dragged up and down, or moved with the arrow keys. */
export function WeightHandle(props: WeightHandleProps) {
  const { label, x, y, size = 1, value, isLit, name, onChange, onLook } = props;
  const drag = useRef<{ y: number; value: number }>();
  const edit = useRef<{ readonly value: number; readonly at: number }>();
  const set = (next: number) => {
    const bounded = Math.round(100 * Math.min(Math.max(next, -most), most)) / 100;
    edit.current = { value: bounded, at: performance.now() };
    onChange(bounded);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.shiftKey ? 1 : 0.1;
    const isFresh = edit.current && performance.now() - edit.current.at < underwayMs;
    const from = isFresh ? edit.current!.value : value; // keys may be faster than the answer to the last one
    const moves: Record<string, number> = {
      ArrowUp: from + by,
      ArrowRight: from + by,
      ArrowDown: from - by,
      ArrowLeft: from - by,
      Home: 0,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onLook();
    set(next);
  };
  return (
    <g
      class={`weight${isLit ? ' weight--lit' : ''}`}
      transform={`translate(${x} ${y}) scale(${size})`}
      role="slider"
      tabindex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuemin={-most}
      aria-valuemax={most}
      aria-valuenow={value}
      aria-valuetext={formatNumber(value, 2)}
      onKeyDown={onKeyDown}
      {...lighting(name)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && onLook()}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        onLook();
        drag.current = { y: event.clientY, value };
      }}
      onPointerMove={(event) => {
        if (drag.current) set(drag.current.value + (drag.current.y - event.clientY) / pixelsPerUnit);
      }}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onPointerCancel={() => {
        drag.current = undefined;
      }}
    >
      <rect class="weight__touch" x="-30" y="-26" width="60" height="52" />
      <rect class="weight__box" x="-25" y="-13" width="50" height="26" rx="13" />
      <text class="weight__text" y="4.5">
        {formatNumber(value, 2)}
      </text>
    </g>
  );
}
