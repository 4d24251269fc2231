import { graphlib, layout } from '@dagrejs/dagre';
import * as Plot from '@observablehq/plot';
import { rangeError } from './errors.js';
import { list, record } from './finite.js';
import { checkOptions, type OptionNames } from './options.js';
import { drawPicture, fontSize } from './svg.js';
import { textWidth } from './text-width.js';
import { tones } from './theme.js';

/** A box of a {@link plotGraph}. */
export interface GraphNode {
  readonly id: string | number;
  readonly label: string;
  /** Second, smaller line in the box, for example a shape. */
  readonly detail?: string;
  /** `'operation'` has sharp corners, `'value'` round ones, default `'operation'`. */
  readonly kind?: 'operation' | 'value';
}

/** An arrow of a {@link plotGraph}. */
export interface GraphEdge {
  readonly from: string | number;
  readonly to: string | number;
  /** Text beside the arrow, default none. */
  readonly label?: string;
}

/** Boxes and the arrows between them. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface PlotGraphOptions {
  /** Direction of the arrows, default `'down'`. */
  readonly direction?: 'down' | 'right';
  /** Heading of the picture, default 'Graph'. */
  readonly title?: string;
  /** Line below the heading, default none. */
  readonly subtitle?: string;
}

const plotGraphOptions: OptionNames<PlotGraphOptions> = {
  direction: true,
  title: true,
  subtitle: true,
};

const subject = 'plotGraph';
const padding = { x: 12, y: 7 };
const detailSize = 10.5;

interface Box extends GraphNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Draws a directed graph in layers, as SVG: the operations behind a loss, the blocks of a model.
 *
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if there are no nodes, two have one id, or an edge leads to a node that isn't there.
 * @example
 * const svg = plotGraph({
 *   nodes: [{ id: 'x', label: 'x', kind: 'value' }, { id: 'pow', label: 'pow' }],
 *   edges: [{ from: 'x', to: 'pow' }],
 * });
 * svg.includes('pow'); // => true
 * @see Gansner et al., "A Technique for Drawing Directed Graphs", 1993, which the layout by dagre follows
 */
export function plotGraph(diagram: Graph, options: PlotGraphOptions = {}): string {
  checkOptions(subject, options, plotGraphOptions);
  const { nodes, edges } = record(subject, 'the graph', diagram);
  list(subject, 'nodes', nodes);
  list(subject, 'edges', edges);
  const ids = new Set(nodes.map(({ id }) => String(id)));
  if (nodes.length === 0) throw rangeError(subject, { expected: 'at least one node', received: 'none' });
  if (ids.size !== nodes.length)
    throw rangeError(subject, {
      expected: 'a different id for each node',
      received: `${nodes.length - ids.size} twice`,
    });
  for (const { from, to } of edges)
    for (const id of [from, to])
      if (!ids.has(String(id)))
        throw rangeError(subject, {
          expected: 'edges between the nodes',
          received: id,
          where: `${from} → ${to}`,
        });

  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({
    rankdir: options.direction === 'right' ? 'LR' : 'TB',
    nodesep: 24,
    ranksep: 34,
    marginx: 4,
    marginy: 4,
  });
  for (const { id, label, detail } of nodes) {
    const lines = [textWidth(label, fontSize), textWidth(detail ?? '', detailSize)];
    const height = fontSize + 2 * padding.y + (detail ? detailSize + 4 : 0);
    graph.setNode(String(id), { width: Math.ceil(Math.max(28, ...lines) + 2 * padding.x), height });
  }
  for (const [i, { from, to, label }] of edges.entries())
    graph.setEdge(String(from), String(to), { label: label ?? '', ...labelSize(label) }, String(i));
  layout(graph);

  const boxes = nodes.map(
    (node): Box => ({ ...node, ...(graph.node(String(node.id)) as Omit<Box, keyof GraphNode>) }),
  );
  const arrows = edges.map(({ from, to, label }, i) => {
    const { points, x, y } = graph.edge({
      v: String(from),
      w: String(to),
      name: String(i),
    }) as unknown as Arrow;
    return { points, label, x, y };
  });
  const { width = 40, height = 40 } = graph.graph() as { width?: number; height?: number };
  const size = { width: Math.ceil(width), height: Math.ceil(height) };
  const boxMarks = (kept: (box: Box) => boolean, look: { fill: string; rx: number }): Plot.Markish =>
    Plot.rect(boxes.filter(kept), {
      x1: ({ x, width }: Box) => x - width / 2,
      x2: ({ x, width }: Box) => x + width / 2,
      y1: ({ y, height }: Box) => y - height / 2,
      y2: ({ y, height }: Box) => y + height / 2,
      stroke: tones.muted.light,
      ...look,
    });
  const plot = {
    ...size,
    margin: 0,
    x: { domain: [0, size.width], axis: null },
    y: { domain: [size.height, 0], axis: null },
    marks: [
      ...arrows.flatMap(({ points }) => arrow(points)),
      boxMarks(({ kind }) => kind !== 'value', { fill: tones.cell.light, rx: 3 }),
      boxMarks(({ kind }) => kind === 'value', { fill: tones.node.light, rx: 13 }),
      Plot.text(boxes, {
        x: 'x',
        y: ({ y, detail }: Box) => (detail ? y - 7 : y),
        text: 'label',
        fill: tones.ink.light,
        fontSize,
      }),
      Plot.text(
        boxes.filter(({ detail }) => detail),
        { x: 'x', y: ({ y }: Box) => y + 9, text: 'detail', fill: tones.muted.light, fontSize: detailSize },
      ),
      Plot.text(
        arrows.filter(({ label }) => label),
        { x: 'x', y: 'y', text: 'label', fill: tones.muted.light, fontSize: detailSize },
      ),
    ],
  };
  return drawPicture({
    title: options.title ?? 'Graph',
    subtitle: options.subtitle,
    description: `${nodes.length} nodes, ${edges.length} edges: ${edges
      .slice(0, 30)
      .map((edge) => sentence(edge, nodes))
      .join('; ')}.`,
    panels: [{ x: 0, y: 0, plot }],
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Arrow extends Point {
  readonly points: readonly Point[];
}

const labelSize = (label: string | undefined) =>
  label ? { width: Math.ceil(textWidth(label, detailSize)) + 6, height: detailSize + 4, labelpos: 'c' } : {};

/** A smooth line with a head at its end. */
function arrow(points: readonly Point[]): Plot.Markish[] {
  const [before, end] = points.slice(-2) as [Point, Point];
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [dx, dy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const base = { x: end.x - 7 * dx, y: end.y - 7 * dy };
  const head = [
    end,
    { x: base.x - 3.5 * dy, y: base.y + 3.5 * dx },
    { x: base.x + 3.5 * dy, y: base.y - 3.5 * dx },
    end,
  ];
  const line = [...points.slice(0, -1), base];
  const stroke = tones.muted.light;
  return [
    Plot.line(line, { x: 'x', y: 'y', curve: 'basis', stroke, strokeWidth: 1.3 }),
    Plot.line(head, { x: 'x', y: 'y', fill: stroke, stroke: 'none' }),
  ];
}

const sentence = ({ from, to }: GraphEdge, nodes: readonly GraphNode[]): string => {
  const label = (id: string | number): string => nodes.find((node) => String(node.id) === String(id))!.label;
  return `${label(from)} to ${label(to)}`;
};
