import { useMemo } from 'preact/hooks';
import { lighting } from '../guide/light.js';
import { type GraphLayout, layoutGraph } from './graph-layout.js';
import './network.css';
import './op-graph.css';

/** A node of a graph of operations. */
export interface OpNode {
  readonly kind: 'variable' | 'number' | 'operation';
  /** What stands in it: a sign, a name, a number. */
  readonly sign: string;
  /** Its inputs, by number: they stand before it. */
  readonly inputs: readonly number[];
  /** What is above it, once it is computed. */
  readonly value: string;
  /** What is below it, once it has arrived. */
  readonly gradient: string;
  /** The derivative on the way to each input, once it was used. */
  readonly derivatives: readonly string[];
  /** All of it in words. */
  readonly label: string;
}

/** Settings of {@link OpGraph}. */
export interface OpGraphProps {
  readonly label: string;
  readonly nodes: readonly OpNode[];
  /** The operation that computes now, and in which direction numbers flow. */
  readonly active: number | undefined;
  readonly direction: 'forward' | 'backward';
  /** The node that is looked into. */
  readonly looked: number | undefined;
  readonly onLook: (node: number) => void;
}

const [cellWidth, cellHeight] = [84, 82];
const [halfWidth, halfHeight] = [22, 18];

/** A graph of operations from left to right: values above the nodes, gradients below, derivatives on the way back. */
export function OpGraph({ label, nodes, active, direction, looked, onLook }: OpGraphProps) {
  const key = JSON.stringify(nodes.map(({ inputs }) => inputs));
  const { places, columns, rows } = useMemo(() => layoutGraph(nodes.map(({ inputs }) => inputs)), [key]);
  const [width, height] = [columns * cellWidth, rows * cellHeight];
  const spots = places.map(
    ({ column, row }) => [(column + 0.5) * cellWidth, (row + 0.5) * cellHeight] as const,
  );
  return (
    <div class="op-graph">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset */}
      <svg
        viewBox={`0 0 ${width} ${height}`}
        style={{ minWidth: `${0.66 * width}px`, maxWidth: `${1.6 * width}px` }}
        role="group"
        aria-label={label}
      >
        {nodes.map((node, to) =>
          node.inputs.map((from, k) => (
            <Edge
              key={`${from} ${to} ${k}`}
              from={spots[from]!}
              to={spots[to]!}
              bend={bendOf(places, node.inputs, k, to)}
              flow={to === active ? direction : undefined}
              text={node.derivatives[k] ?? ''}
            />
          )),
        )}
        {nodes.map((node, i) => (
          // biome-ignore lint/a11y/useSemanticElements: SVG has no button
          <g
            key={i}
            class={`op-node op-node--${node.kind}${i === active ? ' op-node--active' : ''}${i === looked ? ' op-node--looked' : ''}`}
            transform={`translate(${spots[i]!.join(' ')})`}
            role="button"
            tabIndex={0}
            aria-label={node.label}
            aria-pressed={i === looked}
            onClick={() => onLook(i)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              onLook(i);
            }}
            {...lighting(node.kind === 'variable' ? node.sign : node.kind)}
          >
            <rect
              x={-halfWidth}
              y={-halfHeight}
              width={2 * halfWidth}
              height={2 * halfHeight}
              rx={node.kind === 'operation' ? halfHeight : 8}
            />
            <text class="op-node__sign" y={6}>
              {node.sign}
            </text>
          </g>
        ))}
        {nodes.map((node, i) => (
          <g key={`numbers ${i}`} class="op-numbers" transform={`translate(${spots[i]!.join(' ')})`}>
            <text class="op-node__value" y={-halfHeight - 6}>
              {node.value}
            </text>
            <text class="op-node__gradient" y={halfHeight + 16}>
              {node.gradient}
            </text>
          </g>
        ))}
      </svg>
    </div>
  );
}

/** How far an edge is bent: two between the same nodes apart, and one that would run through a node around it. */
function bendOf(places: GraphLayout['places'], inputs: readonly number[], k: number, to: number): number {
  const from = inputs[k]!;
  if (inputs.indexOf(from) !== inputs.lastIndexOf(from)) return k === 0 ? -16 : 16;
  const [a, b] = [places[from]!, places[to]!];
  const isBlocked = places.some(({ column, row }) => {
    const share = (column - a.column) / (b.column - a.column);
    return share > 0 && share < 1 && Math.abs(a.row + share * (b.row - a.row) - row) < 0.45;
  });
  return isBlocked ? cellHeight / 2 : 0;
}

interface EdgeProps {
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  /** How far it is bent, so that two between the same nodes are seen. */
  readonly bend: number;
  readonly flow: 'forward' | 'backward' | undefined;
  readonly text: string;
}

function Edge({ from: [x1, y1], to: [x2, y2], bend, flow, text }: EdgeProps) {
  const [left, right] = [x1 + halfWidth, x2 - halfWidth];
  const middle = [(left + right) / 2, (y1 + y2) / 2 + bend] as const;
  const path = `M${left} ${y1}Q${middle[0]} ${middle[1] + bend} ${right} ${y2}`;
  return (
    <g class={flow ? `diagram__flow diagram__flow--${flow}` : undefined}>
      <path class="op-edge" d={path} />
      {flow && <path class="diagram__pulse" d={path} />}
      {text && (
        <text class="op-edge__text" x={middle[0]} y={middle[1] + (y2 < y1 || bend > 0 ? 13 : -4)}>
          {text}
        </text>
      )}
    </g>
  );
}
