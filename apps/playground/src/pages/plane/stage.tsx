import { useMemo } from 'preact/hooks';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Architecture } from '../../network/architecture.js';
import { Inside } from '../../network/inside.js';
import type { NetworkPart } from '../../network/network-part.js';
import { edited } from '../../network/number-edit.js';
import { type LayerNumbers, type NetworkNumbers, passOf, stepped } from '../../network/pass.js';
import { placeOf } from '../../network/pass-place.js';
import { SlowMotion, type SlowState } from '../../network/slow-motion.js';
import { networkTexts } from '../../network/texts.js';
import { tileName } from '../../network/tile-name.js';
import { TileNetwork } from '../../network/tile-network.js';
import { fieldOfUnit, hasUnit, type UnitAddress, widthsOf } from '../../network/unit-field.js';
import type { PlanePoint } from '../../plane/draw-plane.js';
import { PlaneView } from '../../plane/plane-view.js';
import { Legend } from '../../signs/legend.js';
import { terms } from '../../signs/terms.js';
import { Card } from '../../ui/card.js';
import { limits, type PlaneSettings, planeRange } from './settings.js';
import { planeTexts } from './texts.js';
import type { PlaneSnapshot } from './train.js';

/** What one looks at: a unit that stays, a weight of it, a unit that the pointer rests on, an example in slow motion. */
export interface Looked {
  readonly chosen?: UnitAddress | undefined;
  readonly weight?: NetworkPart | undefined;
  readonly pointed?: UnitAddress | undefined;
  readonly slow?: SlowState | undefined;
}

/** What both parts of the picture need. */
export interface StageProps {
  readonly settings: PlaneSettings;
  readonly snapshot: PlaneSnapshot | undefined;
  readonly showsTest: boolean;
  readonly looked: Looked;
  readonly onLook: (looked: Looked) => void;
}

const lookedUnit = ({ snapshot, looked }: StageProps): UnitAddress | undefined =>
  [looked.pointed, looked.chosen].find((unit) => snapshot && unit && hasUnit(snapshot, unit));

/** Settings of {@link Planes}. */
export interface PlanesProps extends StageProps {
  /** The network that trains beside it. */
  readonly rival: PlaneSnapshot | undefined;
  /** Takes taps in the plane, where points can be placed. */
  readonly onPoint: ((x: number, y: number, isSecond: boolean) => void) | undefined;
}

/** The plane: points, regions and boundary of the network, or of the unit that one looks at; two planes where one compares. */
export function Planes(props: PlanesProps) {
  const { settings, snapshot, rival, showsTest, looked: inFocus, onPoint } = props;
  const texts = inLanguage(planeTexts);
  const words = inLanguage(terms);
  const looked = lookedUnit(props);
  const points = useMemo(
    () => toPoints(snapshot, settings, showsTest, inFocus.slow?.example),
    [snapshot?.points.version, settings.data, settings.own, showsTest, inFocus.slow?.example],
  );
  const [train, test] = [snapshot?.points.train, snapshot?.points.test].map((part) =>
    formatNumber(part?.labels.length ?? 0),
  );
  const whole = texts.plane(texts.sets[settings.data], train!, test!);
  const label = snapshot && looked ? texts.planeOfUnit(tileName(looked, widthsOf(snapshot))) : whole;
  const caption = (name: string, { curves }: PlaneSnapshot) =>
    texts.caption(name, formatPercent(curves.y.testAccuracy.at(-1) ?? Number.NaN));
  const shared = {
    xRange: planeRange,
    yRange: planeRange,
    points,
    pointSize: points.length > 120 || rival ? 4 : 6,
    ...(onPoint && { onPoint }),
  };
  return (
    <Card>
      <div class={`picture${rival ? ' picture--pair' : ''}`}>
        <figure>
          <PlaneView
            label={onPoint ? `${label} ${words.crossKeys}` : label}
            field={snapshot && (looked ? fieldOfUnit(snapshot, looked) : snapshot.field)}
            {...shared}
          />
          {rival && snapshot && <figcaption>{caption(texts.asSet, snapshot)}</figcaption>}
        </figure>
        {rival && settings.against !== 'nothing' && (
          <figure>
            <PlaneView
              label={`${texts.rivals[settings.against]}: ${whole}`}
              field={rival.field}
              {...shared}
            />
            <figcaption>{caption(texts.rivals[settings.against], rival)}</figcaption>
          </figure>
        )}
        <Legend
          items={[
            ['class-a', words.class('0')],
            ['class-b', words.class('1')],
            ['test', texts.hollow],
          ]}
        />
      </div>
    </Card>
  );
}

/** Settings of {@link Network}. */
export interface NetworkProps extends StageProps {
  readonly onChange: (changes: Partial<PlaneSettings>) => void;
  /** Overwrites all weights. */
  readonly onLayers: (layers: readonly LayerNumbers[]) => void;
}

/** The network: its layers to edit, each unit as its picture of the plane, weights to drag, a look inside and the slow motion. */
export function Network(props: NetworkProps) {
  const { settings, snapshot, onLook, onChange, onLayers } = props;
  const { slow, weight, chosen: kept } = props.looked;
  const words = inLanguage(terms);
  const looked = lookedUnit(props);
  const network = snapshot && networkOf(settings, snapshot);
  const examples = useMemo(() => toPoints(snapshot, settings, false), [snapshot?.points.version]);
  const example = examples[slow?.example ?? 0] ?? examples[0];
  const pass = network && example && passOf(network, [example.x, example.y], example.label);
  const chosen = snapshot && kept && hasUnit(snapshot, kept) ? kept : undefined;
  const part =
    chosen && weight ? weight : looked && { ...looked, layer: looked.layer - 1, kind: 'unit' as const };
  const hint = chosen ? inLanguage(networkTexts).dragHint : inLanguage(planeTexts).networkHint;
  return (
    <Card>
      <div class="plane-network">
        <Architecture
          layers={settings.hidden.map((units, i) => ({
            units,
            activation: settings.activations[i] ?? 'tanh',
          }))}
          most={limits}
          onChange={(layers) =>
            onChange({
              hidden: layers.map(({ units }) => units),
              activations: layers.map(({ activation }) => activation),
            })
          }
        />
        {snapshot && (
          <TileNetwork
            snapshot={snapshot}
            looked={looked}
            chosen={chosen}
            onPoint={(pointed) => onLook({ ...props.looked, chosen, pointed })}
            onChoose={(unit) => onLook({ chosen: unit })}
            weight={weight}
            onWeight={(next) => onLook({ chosen, weight: next })}
            onEdit={(edit) => onLayers(edited(snapshot.layers, edit))}
            pass={slow && pass}
            place={slow && pass && placeOf(slow.phase, pass.sums.length)}
          />
        )}
        <Legend
          items={[
            ['negative', words.negative],
            ['positive', words.positive],
          ]}
        />
        {network && pass && part && part.layer >= 0 && !slow && (
          <Inside
            network={network}
            part={part}
            pass={pass}
            learningRate={settings.learningRate}
            onClose={() => onLook(weight ? { chosen } : {})}
          />
        )}
        {!slow && <p class="field__hint">{hint}</p>}
        {network && pass && (
          <SlowMotion
            state={slow}
            onChange={(next) => onLook({ slow: next })}
            count={examples.length}
            pass={pass}
            learningRate={settings.learningRate}
            onUpdate={() => onLayers(stepped(network.layers, pass, settings.learningRate))}
          />
        )}
      </div>
    </Card>
  );
}

/** Own points at once, others as the worker made them; training points first. */
function toPoints(
  snapshot: PlaneSnapshot | undefined,
  { data, own }: PlaneSettings,
  showsTest: boolean,
  chosen?: number,
): PlanePoint[] {
  const { train, test } = snapshot?.points ?? {};
  const parts = [
    [train, false],
    [showsTest ? test : undefined, true],
  ] as const;
  const made = parts.flatMap(([part, isTest]) =>
    Array.from(part?.labels ?? [], (label, i) => ({
      x: part!.inputs[2 * i]!,
      y: part!.inputs[2 * i + 1]!,
      label: label as 0 | 1,
      isTest,
      isChosen: !isTest && i === chosen,
    })),
  );
  if (data !== 'own') return made;
  const shown = new Set(made.map(({ x, y }) => `${Math.fround(x)} ${Math.fround(y)}`));
  return shown.size === own.length ? made : own.map((point) => ({ ...point, isTest: false }));
}

/** The network in plain numbers, if the snapshot is of the settings' network. */
function networkOf(
  { hidden, activations }: PlaneSettings,
  { layers }: PlaneSnapshot,
): NetworkNumbers | undefined {
  const isOther =
    layers.length !== hidden.length + 1 || hidden.some((units, i) => layers[i]!.bias.length !== units);
  const bends = hidden.map((_, i) => activations[i] ?? 'tanh');
  return isOther ? undefined : { layers, bends: [...bends, 'sigmoid'] };
}
