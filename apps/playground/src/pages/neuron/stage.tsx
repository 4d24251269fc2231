import { Check, X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Woven } from '../../guide/woven.js';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Inside } from '../../network/inside.js';
import { NetworkDiagram } from '../../network/network-diagram.js';
import { type NetworkPart, partKey } from '../../network/network-part.js';
import { edited } from '../../network/number-edit.js';
import { type LayerNumbers, type NetworkNumbers, passOf, stepped } from '../../network/pass.js';
import { placeOf } from '../../network/pass-place.js';
import { SlowMotion, type SlowState } from '../../network/slow-motion.js';
import { networkTexts } from '../../network/texts.js';
import type { PlaneLine, PlanePoint } from '../../plane/draw-plane.js';
import { PlaneView } from '../../plane/plane-view.js';
import { Legend } from '../../signs/legend.js';
import { terms } from '../../signs/terms.js';
import { Card } from '../../ui/card.js';
import { Tabs } from '../../ui/tabs.js';
import type { Verdict } from '../../ui/verdict.js';
import type { TrainingStatus } from '../../worker/training-worker.js';
import { type NeuronSettings, type PointSet, pointSets } from './settings.js';
import { neuronTexts } from './texts.js';
import type { NeuronSnapshot } from './train.js';

const patience = 60; // epochs after which it is fair to say that it does not work

/** Judges what is seen. */
export function judge(
  { data, hidden }: NeuronSettings,
  snapshot: NeuronSnapshot | undefined,
  epochs: number,
  status: TrainingStatus,
  texts: (typeof neuronTexts)['en']['verdict'],
): Verdict {
  const wrong = snapshot?.wrong.filter(Boolean).length;
  if (wrong === undefined || (wrong > 0 && epochs === 0)) return { kind: 'open', text: texts.waiting };
  if (wrong === 0 && status === 'finished') return { kind: 'good', text: texts.solved(formatNumber(epochs)) };
  if (wrong === 0 && status === 'running') return { kind: 'open', text: texts.becoming };
  if (wrong === 0) return { kind: 'good', text: texts.right };
  if (data === 'xor' && hidden === 0 && epochs >= patience) return { kind: 'bad', text: texts.xor };
  if (hidden > 0 && epochs >= 10 * patience) return { kind: 'bad', text: texts.stuck };
  return { kind: 'open', text: texts.sure(formatNumber(wrong)) };
}

/** Settings of {@link Plane}. */
export interface PlaneProps {
  readonly settings: NeuronSettings;
  readonly snapshot: NeuronSnapshot | undefined;
  /** The slow motion, whose point is ringed. */
  readonly slow: SlowState | undefined;
}

/** The plane with the points, the regions of the network's answers, and the line's equation. */
export function Plane({ settings, snapshot, slow }: PlaneProps) {
  const texts = inLanguage(neuronTexts);
  const words = inLanguage(terms);
  const set = pointSets[settings.data];
  const points = useMemo(
    (): PlanePoint[] =>
      set.points.map((point, i) => ({
        ...point,
        isWrong: snapshot?.wrong[i] === true,
        isChosen: slow !== undefined && i === exampleOf(slow, set),
      })),
    [set, snapshot, slow],
  );
  const lines = useMemo(() => hiddenLines(snapshot), [snapshot]);
  const wrong = points.filter(({ isWrong }) => isWrong).length;
  return (
    <Card>
      <div class="picture">
        <PlaneView
          label={texts.plane(texts.sets[settings.data], formatNumber(wrong), formatNumber(points.length))}
          xRange={set.xRange}
          yRange={set.yRange}
          points={points}
          field={snapshot?.field}
          lines={lines}
          pointSize={settings.data === 'ten' ? 8 : 11}
        />
        {snapshot?.layers.length === 1 && <Equation layer={snapshot.layers[0]!} />}
        <Legend
          items={[
            ['class-a', words.class('0')],
            ['class-b', words.class('1')],
            ['wrong', texts.ringed],
            ...(lines.length > 0 ? ([['line', texts.hiddenLines]] as const) : []),
          ]}
        />
      </div>
    </Card>
  );
}

/** Settings of {@link Network}. */
export interface NetworkProps extends PlaneProps {
  readonly onSlow: (slow: SlowState | undefined) => void;
  /** Overwrites all numbers of the network. */
  readonly onLayers: (layers: readonly LayerNumbers[]) => void;
  /** What stands above the drawn network. */
  readonly editor: ComponentChildren;
}

/** The network with its numbers, a look inside and the slow motion; or the truth table. */
export function Network({ settings, snapshot, slow, onSlow, onLayers, editor }: NetworkProps) {
  const texts = inLanguage(neuronTexts);
  const words = inLanguage(terms);
  const [looked, setLooked] = useState<NetworkPart | undefined>();
  const set = pointSets[settings.data];
  const network = snapshot && networkOf(settings, snapshot.layers);
  const example = set.points[slow ? exampleOf(slow, set) : 0]!;
  const pass = network && passOf(network, [example.x, example.y], example.label);
  const isThere = looked && network && hasPart(network.layers, looked);
  const diagram = network && pass && (
    <div class="neuron-diagram">
      {editor}
      <NetworkDiagram
        layers={network.layers}
        onEdit={(edit) => onLayers(edited(network.layers, edit))}
        looked={isThere ? looked : undefined}
        onLook={setLooked}
        pass={slow ? pass : undefined}
        place={slow && placeOf(slow.phase, network.layers.length)}
      />
      <Legend
        items={[
          ['negative', words.negative],
          ['positive', words.positive],
        ]}
      />
      {isThere && !slow && (
        <Inside
          network={network}
          part={looked}
          pass={pass}
          learningRate={settings.learningRate}
          onClose={() => setLooked(undefined)}
        />
      )}
      <SlowMotion
        state={slow}
        onChange={onSlow}
        count={set.points.length}
        pass={pass}
        learningRate={settings.learningRate}
        onUpdate={() => onLayers(stepped(network.layers, pass, settings.learningRate))}
      />
      {!isThere && !slow && <p class="field__hint">{inLanguage(networkTexts).hint}</p>}
    </div>
  );
  return (
    <Card>
      <Tabs
        label={texts.look}
        tabs={[
          { name: 'diagram', label: words.network, content: diagram },
          {
            name: 'answers',
            label: texts.answers,
            content: snapshot && <TruthTable set={set} snapshot={snapshot} />,
          },
        ]}
      />
    </Card>
  );
}

const exampleOf = ({ example }: SlowState, { points }: PointSet): number =>
  Math.min(example, points.length - 1);

/** Whether the network has such a part. */
const hasPart = (layers: readonly LayerNumbers[], { layer, unit }: NetworkPart): boolean =>
  unit < (layers[layer]?.bias.length ?? 0);

/** The line's equation with its numbers: pointing at one lights it in the network, and the other way round. */
function Equation({ layer: { weight, bias } }: { readonly layer: LayerNumbers }) {
  const terms = [
    [weight[0]![0]!, 0, ' x₁'],
    [weight[1]![0]!, 1, ' x₂'],
    [bias[0]!, -1, ''],
  ] as const;
  const text = terms.map(([value, input, after], i) => {
    const sign = i === 0 ? '' : value < 0 ? ' − ' : ' + ';
    const name = partKey({ kind: 'weight', layer: 0, input, unit: 0 });
    return `${sign}[${formatNumber(i === 0 ? value : Math.abs(value), 2)}](${name})${after}`;
  });
  return (
    <p class="neuron-equation numbers">
      <Woven text={`${text.join('')} ≥ 0 → 1`} words={{}} />
    </p>
  );
}

/** The truth table: what each point should give, what the network answers, and whether that is right. */
function TruthTable({ set, snapshot }: { readonly set: PointSet; readonly snapshot: NeuronSnapshot }) {
  const texts = inLanguage(neuronTexts);
  const isGate = set.points.length === 4;
  const decimals = snapshot.outputs.every(Number.isInteger) ? 0 : 2; // a step, or a sigmoid
  return (
    <table class="neuron-answers numbers">
      <caption class="visually-hidden">{texts.answers}</caption>
      <thead>
        <tr>
          <th scope="col">x₁</th>
          <th scope="col">x₂</th>
          <th scope="col">{texts.target}</th>
          <th scope="col">{texts.answer}</th>
          <th scope="col">
            <span class="visually-hidden">{texts.verdictOf}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {set.points.map(({ x, y, label }, i) => {
          const isWrong = snapshot.wrong[i] === true;
          const Icon = isWrong ? X : Check;
          return (
            <tr key={`${x} ${y}`} class={isWrong ? 'neuron-answers__wrong' : undefined}>
              <td>{formatNumber(x, isGate ? 0 : 2)}</td>
              <td>{formatNumber(y, isGate ? 0 : 2)}</td>
              <td>{formatNumber(label)}</td>
              <td>{formatNumber(snapshot.outputs[i] ?? Number.NaN, decimals)}</td>
              <td>
                <Icon aria-hidden="true" />
                <span class="visually-hidden">{isWrong ? texts.wrong : texts.rightAnswer}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const networkOf = ({ rule, hidden }: NeuronSettings, layers: readonly LayerNumbers[]): NetworkNumbers => ({
  layers,
  bends: hidden > 0 ? ['tanh', 'sigmoid'] : [rule === 'perceptron' ? 'step' : 'sigmoid'],
});

/** Each hidden unit's own line. */
function hiddenLines(snapshot: NeuronSnapshot | undefined): PlaneLine[] {
  const [hidden, output] = snapshot?.layers ?? [];
  if (!hidden || !output) return [];
  return hidden.bias.map((b, i) => ({
    w1: hidden.weight[0]![i]!,
    w2: hidden.weight[1]![i]!,
    b,
    strength: 0.55,
  }));
}
