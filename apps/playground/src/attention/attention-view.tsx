import { useState } from 'preact/hooks';
import './attention-view.css';

/** A row of weights, or one of them. */
export interface AttentionPlace {
  /** The token that looks. */
  readonly row: number;
  /** The token that it looks at; undefined for all. */
  readonly column: number | undefined;
}

/** Settings of {@link AttentionView}. */
export interface AttentionViewProps {
  /** What is seen, in words. */
  readonly label: string;
  /** Tokens that look: what the rows are of. */
  readonly queries: readonly string[];
  /** Tokens that are looked at. */
  readonly keys: readonly string[];
  /** `[heads, queries, keys]`: as lines each head has its colour, a matrix shows their mean. */
  readonly weights: readonly (readonly (readonly number[])[])[];
  /** The place of each head among all, from 0: its colour. */
  readonly colors: readonly number[];
  readonly look: 'lines' | 'matrix';
  /** How many of the queries and keys are drawn; there is room for all. Default all. */
  readonly drawn?: readonly [queries: number, keys: number];
  /** What is looked at: its row stands out. */
  readonly at: AttentionPlace | undefined;
  /** Whether a key of a row is masked: it is not drawn. */
  readonly isMasked?: ((row: number, column: number) => boolean) | undefined;
  /** Called with what is pointed at, and with `undefined` when nothing is. With the keyboard, arrows move. */
  readonly onPoint: (place: AttentionPlace | undefined) => void;
}

/** Where tokens look: as lines from what is read to what looks at it, or as a matrix. */
export function AttentionView(props: AttentionViewProps) {
  const { label, queries, keys, at, onPoint, look, drawn } = props;
  const [isFocused, setFocused] = useState(false);
  const drawing = look === 'lines' ? linesOf(props) : matrixOf(props);
  const onKeyDown = (event: KeyboardEvent) => {
    const { row, column } = at ?? { row: 0, column: undefined };
    const moves: Record<string, AttentionPlace | undefined> = {
      ArrowUp: { row: Math.max(row - 1, 0), column },
      ArrowDown: { row: Math.min(row + 1, (drawn?.[0] ?? queries.length) - 1), column },
      ArrowLeft: { row, column: Math.max((column ?? 0) - 1, 0) },
      ArrowRight: { row, column: Math.min((column ?? -1) + 1, keys.length - 1) },
      Escape: undefined,
    };
    if (!Object.hasOwn(moves, event.key)) return;
    onPoint(moves[event.key]);
    event.preventDefault();
  };
  return (
    <svg
      class={`attention attention--${look}${isFocused ? ' attention--focused' : ''}`}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      style={{ maxWidth: `min(100%, ${Math.round(1.5 * drawing.width)}px)` }}
      role="application"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move what is looked at
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={() => setFocused(true)}
      onBlur={() => {
        setFocused(false);
        onPoint(undefined);
      }}
      onPointerLeave={({ pointerType }) => {
        if (pointerType === 'mouse') onPoint(undefined); // a finger that is lifted leaves what it pointed at
      }}
    >
      {drawing.content}
    </svg>
  );
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly content: preact.ComponentChildren;
}

/** Sizes of a drawing with so many tokens along a side, in its own units. */
const rowHeight = (count: number): number => (count > 14 ? 19 : 28);
const fontSize = (count: number): number => (count > 14 ? 13 : 15);
const labelWidth = (texts: readonly string[], size: number): number =>
  Math.max(...texts.map((text) => text.length), 1) * 0.58 * size + 14;

function linesOf(props: AttentionViewProps): Drawing {
  const {
    queries,
    keys,
    weights,
    colors,
    at,
    isMasked,
    onPoint,
    drawn = [queries.length, keys.length],
  } = props;
  const apart = Math.min(3.5, 14 / weights.length); // many heads stay within their row
  const layout = [...queries, ...keys].every((text) => text.length <= 2)
    ? layoutAcross(queries, keys)
    : layoutBeside(queries, keys);
  return {
    ...layout,
    content: (
      <>
        {queries.slice(0, drawn[0]).flatMap((_, row) =>
          weights.flatMap((head, h) =>
            (head[row] ?? []).map((weight, column) => {
              if (weight < leastDrawn || isMasked?.(row, column)) return null;
              const isChosen = !at || (at.row === row && (at.column ?? column) === column);
              return (
                <path
                  key={`${h} ${row} ${column}`}
                  class={`attention__line attention__line--${colors[h]! % colorCount}`}
                  d={layout.line(column, row, apart * (h - (weights.length - 1) / 2))}
                  stroke-width={0.5 + (5 * weight) / Math.sqrt(weights.length)}
                  opacity={(isChosen ? 0.25 + 0.75 * weight : 0.06) * (at ? 1 : 0.7)}
                />
              );
            }),
          ),
        )}
        {keys.slice(0, drawn[1]).map((text, column) => (
          <g key={column} onPointerEnter={() => at && onPoint({ row: at.row, column })}>
            <Token
              text={text}
              box={layout.key(column)}
              isChosen={at?.column === column}
              share={at ? meanOf(weights, at.row, column) : 0}
            />
          </g>
        ))}
        {queries.slice(0, drawn[0]).map((text, row) => (
          <g key={row} onPointerEnter={() => onPoint({ row, column: undefined })}>
            <Token text={text} box={layout.query(row)} isChosen={at?.row === row} />
          </g>
        ))}
      </>
    ),
  };
}

/** Heads of different colours; those of further heads come again. */
export const colorCount = 6;

/** Lines of less weight are not drawn. */
const leastDrawn = 0.02;

/** Where a token stands. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly size: number;
  readonly align: 'start' | 'middle' | 'end';
}

/** Where tokens and lines are; heads are drawn a little apart. */
interface Layout extends Omit<Drawing, 'content'> {
  readonly key: (column: number) => Box;
  readonly query: (row: number) => Box;
  readonly line: (column: number, row: number, apart: number) => string;
}

type Texts = readonly string[];

/** Keys on the left and queries on the right, for words. */
function layoutBeside(queries: Texts, keys: Texts): Layout {
  const most = Math.max(queries.length, keys.length);
  const [row, size] = [rowHeight(most), fontSize(most)];
  const [left, right] = [labelWidth(keys, size), labelWidth(queries, size)];
  const height = most * row;
  const width = Math.max(left + 150 + right, 0.95 * height);
  const [start, end, bend] = [left, width - right, (width - left - right) / 2];
  const middle = (i: number, count: number): number => ((i + 0.5) * height) / count;
  const box = (y: number, x: number, boxWidth: number, align: Box['align']): Box => ({
    x,
    y: y - row / 2,
    width: boxWidth,
    height: row,
    size,
    align,
  });
  return {
    width,
    height,
    key: (i) => box(middle(i, keys.length), 0, left, 'end'),
    query: (i) => box(middle(i, queries.length), end, right, 'start'),
    line(column, place, apart) {
      const [from, to] = [middle(column, keys.length) + apart, middle(place, queries.length) + apart];
      return `M${start} ${from}C${start + bend} ${from} ${end - bend} ${to} ${end} ${to}`;
    },
  };
}

/** Keys above and queries below, for characters: as one reads them. */
function layoutAcross(queries: Texts, keys: Texts): Layout {
  const [cell, row, gap] = [20, 26, 120];
  const width = Math.max(queries.length, keys.length, 8) * cell;
  const [start, end] = [row, row + gap];
  const middle = (i: number, count: number): number => ((i + 0.5) * width) / count;
  const box = (x: number, y: number): Box => ({
    x: x - cell / 2,
    y,
    width: cell,
    height: row,
    size: 15,
    align: 'middle',
  });
  return {
    width,
    height: end + row,
    key: (i) => box(middle(i, keys.length), 0),
    query: (i) => box(middle(i, queries.length), end),
    line(column, place, apart) {
      const [from, to] = [middle(column, keys.length) + apart, middle(place, queries.length) + apart];
      return `M${from} ${start}C${from} ${start + gap / 2} ${to} ${end - gap / 2} ${to} ${end}`;
    },
  };
}

interface TokenProps {
  readonly text: string;
  readonly box: Box;
  readonly isChosen: boolean;
  /** How much of it is coloured. */
  readonly share?: number;
}

function Token({ text, box, isChosen, share = 0 }: TokenProps) {
  const { x, y, width, height, size, align } = box;
  const inset = { start: 7, middle: width / 2, end: width - 7 }[align];
  return (
    <>
      <rect
        class={`attention__token${isChosen ? ' attention__token--chosen' : ''}`}
        x={x + 1}
        y={y + 1}
        width={width - 2}
        height={height - 2}
        rx={5}
        style={{ '--share': `${Math.round(55 * share)}%` }}
      />
      <text class="attention__text" x={x + inset} y={y + height / 2} font-size={size} text-anchor={align}>
        {text}
      </text>
    </>
  );
}

function matrixOf(props: AttentionViewProps): Drawing {
  const { queries, keys, weights, at, isMasked, onPoint, drawn = [queries.length, keys.length] } = props;
  const most = Math.max(queries.length, keys.length);
  const [cell, size] = [rowHeight(most), fontSize(most)];
  const left = labelWidth(queries, size);
  const isLong = keys.some((text) => text.length > 2);
  const top = isLong ? labelWidth(keys, size) : cell;
  return {
    width: left + keys.length * cell,
    height: top + queries.length * cell,
    content: (
      <>
        {keys.slice(0, drawn[1]).map((text, column) => {
          const [x, y] = [left + (column + 0.5) * cell, top - 8];
          return (
            <text
              key={column}
              class={`attention__text${at?.column === column ? ' attention__text--chosen' : ''}`}
              x={x}
              y={isLong ? y : top - cell / 2}
              font-size={size}
              text-anchor={isLong ? 'start' : 'middle'}
              {...(isLong && { transform: `rotate(-90 ${x} ${y})` })}
            >
              {text}
            </text>
          );
        })}
        {queries.slice(0, drawn[0]).map((text, row) => (
          <g key={row}>
            <text
              class={`attention__text${at?.row === row ? ' attention__text--chosen' : ''}`}
              x={left - 7}
              y={top + (row + 0.5) * cell}
              font-size={size}
              text-anchor="end"
            >
              {text}
            </text>
            {keys.slice(0, drawn[1]).map((_, column) => {
              const isOut = isMasked?.(row, column) ?? false;
              const isAt = at?.row === row && at.column === column;
              return (
                <rect
                  key={column}
                  class={`attention__cell${isOut ? ' attention__cell--masked' : ''}${isAt ? ' attention__cell--chosen' : ''}`}
                  x={left + column * cell + 0.75}
                  y={top + row * cell + 0.75}
                  width={cell - 1.5}
                  height={cell - 1.5}
                  rx={3}
                  style={{ '--share': `${Math.round(100 * (isOut ? 0 : meanOf(weights, row, column)))}%` }}
                  onPointerEnter={() => onPoint({ row, column })}
                />
              );
            })}
          </g>
        ))}
      </>
    ),
  };
}

/** The mean weight of the heads. */
export const meanOf = (weights: AttentionViewProps['weights'], row: number, column: number): number =>
  weights.reduce((sum, head) => sum + (head[row]?.[column] ?? 0), 0) / Math.max(weights.length, 1);
