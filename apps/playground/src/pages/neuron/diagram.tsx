import { inLanguage } from '../../i18n/texts.js';
import './diagram.css';
import { neuronTexts } from './texts.js';
import type { LayerWeights, WeightEdit } from './train.js';
import { WeightHandle } from './weight-handle.js';

/** Settings of {@link Diagram}. */
export interface DiagramProps {
  readonly layers: readonly LayerWeights[];
  readonly onEdit: (edit: WeightEdit) => void;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly name: string;
}

const width = 360;
const gap = 96;
const radius = 21;

/** The network drawn: an edge as thick as its weight is large, in the colour of its sign, with its number to take hold of. */
export function Diagram({ layers, onEdit }: DiagramProps) {
  const texts = inLanguage(neuronTexts);
  const units = layers.length > 1 ? layers[0]!.bias.length : 0;
  const height = Math.max(units * gap, 190);
  const column = (count: number, x: number, name: (i: number) => string, apart = gap): Place[] =>
    Array.from({ length: count }, (_, i) => ({
      x,
      y: height / 2 + (i - (count - 1) / 2) * apart,
      name: name(i),
    }));
  const columns = [
    column(2, 30, (i) => `x${i === 0 ? '₁' : '₂'}`, height / 2),
    ...(units > 0 ? [column(units, width / 2 + 4, (i) => texts.unit(String(i + 1)))] : []),
    column(1, width - 34, () => texts.output),
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
    <svg class="diagram" viewBox={`0 0 ${width} ${height}`} role="group" aria-label={texts.diagram}>
      {layers.map((layer, l) =>
        columns[l]!.flatMap((from, input) =>
          columns[l + 1]!.map((to, unit) => (
            <path
              key={`${l} ${input} ${unit}`}
              d={`M${from.x} ${from.y}L${to.x} ${to.y}`}
              {...edgeLook(layer.weight[input]![unit]!)}
            />
          )),
        ),
      )}
      {columns.map((places, l) =>
        places.map(({ x, y, name }, i) => (
          <g key={`${l} ${name}`} class={`diagram__node diagram__node--${l === 0 ? 'input' : 'unit'}`}>
            <circle cx={x} cy={y} r={radius} />
            <text x={x} y={y + 5}>
              {l === 0 ? name : l === columns.length - 1 ? 'Σ' : String(i + 1)}
            </text>
          </g>
        )),
      )}
      {layers.map((layer, l) =>
        columns[l + 1]!.flatMap((to, unit) => [
          ...columns[l]!.map((from, input) => {
            const at = handleShare(layers.length, l, input);
            return (
              <WeightHandle
                key={`${l} ${input} ${unit}`}
                label={texts.weight(from.name, to.name)}
                x={from.x + at * (to.x - from.x)}
                y={from.y + at * (to.y - from.y)}
                value={layer.weight[input]![unit]!}
                onChange={(value) => onEdit({ layer: l, input, unit, value })}
              />
            );
          }),
          <WeightHandle
            key={`${l} b ${unit}`}
            label={texts.bias(to.name)}
            x={to.x}
            y={to.y + radius + 17}
            value={layer.bias[unit]!}
            onChange={(value) => onEdit({ layer: l, input: -1, unit, value })}
          />,
        ]),
      )}
    </svg>
  );
}

function edgeLook(weight: number): { class: string; 'stroke-width': number } {
  const size = Math.min(2 + 2.4 * Math.sqrt(Math.abs(weight)), 9);
  return { class: `diagram__edge diagram__edge--${weight < 0 ? 'a' : 'b'}`, 'stroke-width': size };
}

/** Where on its edge a number sits: those of the two inputs in two columns, so that they don't cover each other. */
const handleShare = (layerCount: number, layer: number, input: number): number =>
  layerCount === 1 || layer === 1 ? 0.5 : input === 0 ? 0.32 : 0.7;
