import { useMemo } from 'preact/hooks';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Architecture } from '../../network/architecture.js';
import { Inside } from '../../network/inside.js';
import { type NetworkNumbers, passOf } from '../../network/pass.js';
import { networkTexts } from '../../network/texts.js';
import { TileNetwork, tileName } from '../../network/tile-network.js';
import { fieldOfUnit, hasUnit, type UnitAddress, widthsOf } from '../../network/unit-field.js';
import type { PlanePoint } from '../../plane/draw-plane.js';
import { PlaneView } from '../../plane/plane-view.js';
import { Legend } from '../../signs/legend.js';
import { terms } from '../../signs/terms.js';
import { Card } from '../../ui/card.js';
import type { Verdict } from '../../ui/verdict.js';
import { limits, type PlaneSettings, planeRange } from './settings.js';
import { planeTexts } from './texts.js';
import type { PlaneSnapshot } from './train.js';

/** What one looks at: a unit that stays, and one that the pointer rests on. */
export interface Looked {
  readonly chosen?: UnitAddress | undefined;
  readonly pointed?: UnitAddress | undefined;
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

/** Settings of {@link Plane}. */
export interface PlaneProps extends StageProps {
  /** Takes taps in the plane, where points can be placed. */
  readonly onPoint: ((x: number, y: number, isSecond: boolean) => void) | undefined;
}

/** The plane: points, regions and boundary of the network, or of the unit that one looks at. */
export function Plane(props: PlaneProps) {
  const { settings, snapshot, showsTest, onPoint } = props;
  const texts = inLanguage(planeTexts);
  const words = inLanguage(terms);
  const looked = lookedUnit(props);
  const points = useMemo(
    () => toPoints(snapshot, settings, showsTest),
    [snapshot?.points.version, settings.data, settings.own, showsTest],
  );
  const name = snapshot && looked && tileName(looked, widthsOf(snapshot), inLanguage(networkTexts).tiles);
  const [train, test] = [snapshot?.points.train, snapshot?.points.test].map((part) =>
    formatNumber(part?.labels.length ?? 0),
  );
  const label = name ? texts.planeOfUnit(name) : texts.plane(texts.sets[settings.data], train!, test!);
  return (
    <Card>
      <div class="picture">
        <PlaneView
          label={onPoint ? `${label} ${texts.planeOpen}` : label}
          xRange={planeRange}
          yRange={planeRange}
          points={points}
          field={snapshot && (looked ? fieldOfUnit(snapshot, looked) : snapshot.field)}
          pointSize={points.length > 120 ? 4 : 6}
          {...(onPoint && { onPoint })}
        />
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
}

/** The network: its layers to edit, each unit as its picture of the plane, and a look into one of them. */
export function Network(props: NetworkProps) {
  const { settings, snapshot, onLook, onChange } = props;
  const texts = inLanguage(planeTexts);
  const words = inLanguage(terms);
  const looked = lookedUnit(props);
  const network = snapshot && networkOf(settings, snapshot);
  const [example] = useMemo(() => toPoints(snapshot, settings, false), [snapshot?.points.version]);
  const pass = network && example && passOf(network, [example.x, example.y], example.label);
  const chosen =
    snapshot && props.looked.chosen && hasUnit(snapshot, props.looked.chosen)
      ? props.looked.chosen
      : undefined;
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
            onPoint={(pointed) => onLook({ chosen, pointed })}
            onChoose={(unit) => onLook({ chosen: unit })}
          />
        )}
        <Legend
          items={[
            ['negative', words.negative],
            ['positive', words.positive],
          ]}
        />
        {network && pass && looked && looked.layer > 0 ? (
          <Inside
            network={network}
            part={{ kind: 'unit', layer: looked.layer - 1, unit: looked.unit }}
            pass={pass}
            learningRate={settings.learningRate}
            onClose={() => onLook({})}
          />
        ) : (
          <p class="field__hint">{texts.network.hint}</p>
        )}
      </div>
    </Card>
  );
}

/** Own points at once, others as the worker made them. */
function toPoints(
  snapshot: PlaneSnapshot | undefined,
  { data, own }: PlaneSettings,
  showsTest: boolean,
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

const goal = 0.95;
const patience = 60; // epochs after which it is fair to say that it does not work

/** Judges what is seen. */
export function judge(
  settings: PlaneSettings,
  snapshot: PlaneSnapshot | undefined,
  texts: (typeof planeTexts)['en']['verdict'],
): Verdict {
  if (settings.data === 'own' && new Set(settings.own.map(({ label }) => label)).size < 2) {
    return { kind: 'open', text: texts.fewPoints };
  }
  const { trainLoss = [], testLoss = [], trainAccuracy = [], testAccuracy = [] } = snapshot?.curves.y ?? {};
  const epochs = snapshot?.curves.x.at(-1) ?? 0;
  const [loss, unseenLoss] = [trainLoss.at(-1), testLoss.at(-1) ?? Number.NaN];
  const [seen, unseen] = [trainAccuracy.at(-1) ?? 0, testAccuracy.at(-1) ?? Number.NaN];
  if (loss === undefined || epochs === 0) return { kind: 'open', text: texts.waiting };
  if (!(loss < 1.5)) return { kind: 'bad', text: texts.tooFast };
  const [seenText, unseenText] = [formatPercent(seen), formatPercent(unseen)];
  if (unseen >= goal) return { kind: 'good', text: texts.good(unseenText) };
  const least = testLoss.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const isByHeart =
    epochs >= 30 && unseenLoss > 1.25 * least && unseenLoss > 2 * loss && seen - unseen > 0.04;
  if (isByHeart) return { kind: 'bad', text: texts.byHeart(seenText, unseenText) };
  if (epochs >= patience && seen < 0.92 && settings.hidden.length === 0)
    return { kind: 'bad', text: texts.line };
  if (epochs >= patience && seen < 0.92 && settings.activations.every((name) => name === 'identity')) {
    return { kind: 'bad', text: texts.linear };
  }
  if (epochs >= 5 * patience && seen < 0.75) return { kind: 'bad', text: texts.stuck };
  const text = Number.isNaN(unseen) ? texts.learningOnly(seenText) : texts.learning(seenText, unseenText);
  return { kind: 'open', text };
}
