import { lit } from '../guide/light.js';
import { inLanguage } from '../i18n/texts.js';
import './network.css';
import { type NetworkPart, partKey } from './network-part.js';
import type { NumberEdit } from './number-edit.js';
import type { LayerNumbers, Pass } from './pass.js';
import { type PassPlace, valueAt } from './pass-place.js';
import { networkTexts } from './texts.js';
import type { TileLayout, UnitPlace } from './tile-layout.js';
import { tileName } from './tile-name.js';
import type { UnitAddress } from './unit-field.js';
import { WeightHandle } from './weight-handle.js';

/** Settings of {@link TileWeights}. */
export interface TileWeightsProps {
  readonly layout: TileLayout;
  readonly layers: readonly LayerNumbers[];
  /** The unit whose weights are shown: not an input. */
  readonly unit: UnitAddress;
  /** The weight that is looked into. */
  readonly looked: NetworkPart | undefined;
  readonly onLook: (part: NetworkPart) => void;
  readonly onEdit: (edit: NumberEdit) => void;
}

const [handleWidth, handleHeight] = [50, 26];

/** The weights of one unit as numbers on their wires, and its bias, to be dragged. */
export function TileWeights({ layout, layers, unit: address, looked, onLook, onEdit }: TileWeightsProps) {
  const texts = inLanguage(networkTexts);
  const [from, to] = [layout.columns[address.layer - 1]!, layout.columns[address.layer]![address.unit]!];
  const widths = layout.columns.map(({ length }) => length);
  const layer = address.layer - 1;
  const { weight, bias } = layers[layer]!;
  const room = to.x - from[0]!.x - layout.picture;
  const size = Math.min(Math.max(room / (handleWidth + 4), 0.78), 1);
  const beside = (place: UnitPlace) => place.x + layout.picture / 2 + (size * handleWidth) / 2 + 2;
  const isLast = address.layer === layout.columns.length - 1;
  const under = to.y + layout.picture / 2 + (size * handleHeight) / 2 + 4;
  const handle = (input: number, x: number, y: number, label: string, value: number) => {
    const part: NetworkPart = { kind: 'weight', layer, input, unit: address.unit };
    const key = partKey(part);
    return (
      <WeightHandle
        key={key}
        name={key}
        label={label}
        x={x}
        y={y}
        size={size}
        value={value}
        isLit={lit.value === key || (looked !== undefined && partKey(looked) === key)}
        onChange={(next) => onEdit({ layer, input, unit: address.unit, value: next })}
        onLook={() => onLook(part)}
      />
    );
  };
  const name = tileName(address, widths);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
    <svg class="tiles__numbers" role="group" aria-label={name}>
      {from.map((place, input) =>
        handle(
          input,
          beside(place),
          place.y,
          texts.weightOf(tileName(place, widths), name),
          weight[input]![address.unit]!,
        ),
      )}
      {handle(-1, isLast ? to.x : beside(to), isLast ? under : to.y, texts.biasOf(name), bias[address.unit]!)}
    </svg>
  );
}

/** Settings of {@link TileValues}. */
export interface TileValuesProps {
  readonly layout: TileLayout;
  readonly pass: Pass;
  /** How far the example has come; `undefined` at the output, when all is known. */
  readonly place: PassPlace | undefined;
}

/** An example on its way: the numbers at the units, and what flows along the wires. */
export function TileValues({ layout, pass, place }: TileValuesProps) {
  const active = place && place.layer >= 0 ? place.layer : undefined;
  const [from, to] = active === undefined ? [[], []] : layout.columns.slice(active, active + 2);
  const reach = layout.picture / 2;
  return (
    <svg class={`tiles__numbers diagram__flow diagram__flow--${place?.direction}`} aria-hidden="true">
      {from!.flatMap((start) =>
        to!.map((end) => {
          const middle = (start.x + end.x) / 2;
          const [x1, x2] = [start.x + reach, end.x - reach];
          return (
            <path
              key={`${start.unit} ${end.unit}`}
              class="diagram__pulse tiles__pulse"
              d={`M${x1} ${start.y}C${middle} ${start.y} ${middle} ${end.y} ${x2} ${end.y}`}
            />
          );
        }),
      )}
      {layout.columns.flat().map(({ layer, unit, x, y }) => (
        <text key={`${layer} ${unit}`} class="tiles__value" x={x} y={y + 4}>
          {valueAt(pass, place, layer, unit)}
        </text>
      ))}
    </svg>
  );
}
