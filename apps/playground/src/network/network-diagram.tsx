import { lit } from '../guide/light.js';
import { inLanguage } from '../i18n/texts.js';
import { Wire } from '../signs/wire.js';
import './network.css';
import { type NetworkPart, partKey } from './network-part.js';
import type { NumberEdit } from './number-edit.js';
import type { LayerNumbers, Pass } from './pass.js';
import { type PassPlace, valueAt } from './pass-place.js';
import { networkTexts } from './texts.js';
import { WeightHandle } from './weight-handle.js';

/** Settings of {@link NetworkDiagram}. */
export interface NetworkDiagramProps {
  readonly layers: readonly LayerNumbers[];
  readonly onEdit: (edit: NumberEdit) => void;
  /** The part that is looked into, or pointed at in the text. */
  readonly looked: NetworkPart | undefined;
  readonly onLook: (part: NetworkPart | undefined) => void;
  /** An example whose numbers stand at the units, and how far it has come. */
  readonly pass?: Pass | undefined;
  readonly place?: PassPlace | undefined;
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly name: string;
}

const width = 360;
const gap = 110;
const radius = 21;

/** The network drawn: wires as thick as their weights, with numbers to take hold of and units to look into. */
export function NetworkDiagram({ layers, onEdit, looked, onLook, pass, place }: NetworkDiagramProps) {
  const texts = inLanguage(networkTexts);
  const columns = columnsOf(layers, texts);
  const height = heightOf(layers);
  const isLookedAt = (key: string) => lit.value === key || (looked !== undefined && partKey(looked) === key);
  const isActive = (layer: number) => place?.layer === layer;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
    <svg class="diagram" viewBox={`0 0 ${width} ${height}`} role="group" aria-label={texts.diagram}>
      {layers.map((layer, l) =>
        columns[l]!.flatMap((from, input) =>
          columns[l + 1]!.map((to, unit) => {
            const key = partKey({ kind: 'weight', layer: l, input, unit });
            return (
              <g
                key={key}
                class={isActive(l) ? `diagram__flow diagram__flow--${place!.direction}` : undefined}
              >
                <Wire
                  from={[from.x, from.y]}
                  to={[to.x, to.y]}
                  weight={layer.weight[input]![unit]!}
                  isLit={isLookedAt(key)}
                />
                {isActive(l) && <path class="diagram__pulse" d={`M${from.x} ${from.y}L${to.x} ${to.y}`} />}
              </g>
            );
          }),
        ),
      )}
      {columns.map((spots, l) =>
        spots.map(({ x, y, name }, unit) => {
          const part: NetworkPart = { kind: 'unit', layer: l - 1, unit };
          const isInput = l === 0;
          return (
            <g
              key={name}
              class={`diagram__node diagram__node--${isInput ? 'input' : 'unit'}${isLookedAt(partKey(part)) ? ' diagram__node--lit' : ''}`}
              {...(!isInput && {
                role: 'button',
                tabIndex: 0,
                'aria-label': texts.lookInto(name),
                onClick: () => onLook(looked && partKey(looked) === partKey(part) ? undefined : part),
                onKeyDown: (event: KeyboardEvent) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return;
                  event.preventDefault();
                  onLook(looked && partKey(looked) === partKey(part) ? undefined : part);
                },
              })}
            >
              <circle cx={x} cy={y} r={radius} />
              <text x={x} y={y + 5}>
                {isInput ? `x${unit === 0 ? '₁' : '₂'}` : l === columns.length - 1 ? 'Σ' : String(unit + 1)}
              </text>
              {pass && (
                <text class="diagram__value" x={x} y={y - radius - 7}>
                  {valueAt(pass, place, l, unit)}
                </text>
              )}
            </g>
          );
        }),
      )}
      {layers.map((layer, l) =>
        columns[l + 1]!.flatMap((to, unit) => {
          const handle = (input: number, x: number, y: number, label: string, value: number) => {
            const part: NetworkPart = { kind: 'weight', layer: l, input, unit };
            return (
              <WeightHandle
                key={partKey(part)}
                label={label}
                x={x}
                y={y}
                value={value}
                isLit={isLookedAt(partKey(part))}
                onChange={(next) => onEdit({ layer: l, input, unit, value: next })}
                name={partKey(part)}
                onLook={() => onLook(part)}
              />
            );
          };
          return [
            ...columns[l]!.map((from, input) => {
              const share = shareOnWire(layers.length, l, input);
              const [x, y] = [from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)];
              return handle(input, x, y, texts.weightOf(from.name, to.name), layer.weight[input]![unit]!);
            }),
            handle(-1, to.x, to.y + radius + 17, texts.biasOf(to.name), layer.bias[unit]!),
          ];
        }),
      )}
    </svg>
  );
}

type NetworkTexts = (typeof networkTexts)['en'];

const heightOf = (layers: readonly LayerNumbers[]): number =>
  Math.max((layers.length > 1 ? layers[0]!.bias.length : 0) * gap, 230);

function columnsOf(layers: readonly LayerNumbers[], texts: NetworkTexts): Spot[][] {
  const height = heightOf(layers);
  const column = (count: number, x: number, name: (i: number) => string, apart = gap): Spot[] =>
    Array.from({ length: count }, (_, i) => ({
      x,
      y: height / 2 + (i - (count - 1) / 2) * apart,
      name: name(i),
    }));
  const hidden = layers
    .slice(0, -1)
    .map(({ bias }, l) =>
      column(bias.length, 30 + ((width - 64) * (l + 1.06)) / layers.length, (i) =>
        texts.unitName(String(i + 1)),
      ),
    );
  const inputs = column(2, 30, (i) => `x${i === 0 ? '₁' : '₂'}`, height / 2);
  return [inputs, ...hidden, column(1, width - 34, () => texts.outputName)];
}

/** Where on its wire a number sits: those of the two inputs in two columns, so that they don't cover each other. */
const shareOnWire = (layerCount: number, layer: number, input: number): number =>
  layerCount === 1 || layer === 1 ? 0.5 : input === 0 ? 0.33 : 0.66;
