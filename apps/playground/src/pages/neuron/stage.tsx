import { Check, X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Inside } from '../../network/inside.js';
import { NetworkDiagram, type NumberEdit } from '../../network/network-diagram.js';
import { type NetworkPart, partKey } from '../../network/network-part.js';
import { type LayerNumbers, type NetworkNumbers, passOf, stepped } from '../../network/pass.js';
import { placeOf, SlowMotion, type SlowState } from '../../network/slow-motion.js';
import { networkTexts } from '../../network/texts.js';
import type { PlaneLine, PlanePoint } from '../../plane/draw-plane.js';
import { PlaneView } from '../../plane/plane-view.js';
import { Legend } from '../../signs/legend.js';
import { terms } from '../../signs/terms.js';
import { Woven } from '../../signs/woven.js';
import { Card } from '../../ui/card.js';
import { Tabs } from '../../ui/tabs.js';
import { type Verdict, VerdictLine } from '../../ui/verdict.js';
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

/** Settings of {@link Stage}. */
export interface StageProps {
  readonly settings: NeuronSettings;
  readonly snapshot: NeuronSnapshot | undefined;
  readonly verdict: Verdict;
  /** Overwrites all numbers of the network. */
  readonly onLayers: (layers: readonly LayerNumbers[]) => void;
  /** What stands above the drawn network. */
  readonly editor: ComponentChildren;
}

/** The plane beside the network: what one of them shows, the other one computes. */
export function Stage({ settings, snapshot, verdict, onLayers, editor }: StageProps) {
  const texts = inLanguage(neuronTexts);
  const words = inLanguage(terms);
  const [slow, setSlow] = useState<SlowState | undefined>();
  const [looked, setLooked] = useState<NetworkPart | undefined>();
  const set = pointSets[settings.data];
  const followed = slow && Math.min(slow.example, set.points.length - 1);
  const points = useMemo(
    (): PlanePoint[] =>
      set.points.map((point, i) => ({
        ...point,
        isWrong: snapshot?.wrong[i] === true,
        isChosen: i === followed,
      })),
    [set, snapshot, followed],
  );
  const lines = useMemo(() => hiddenLines(snapshot), [snapshot]);
  const wrong = points.filter(({ isWrong }) => isWrong).length;
  const network = snapshot && networkOf(settings, snapshot.layers);
  const example = set.points[followed ?? 0]!;
  const pass = network && passOf(network, [example.x, example.y], example.label);
  const isThere = looked && looked.layer < (network?.layers.length ?? 0);
  return (
    <Card>
      <div class="neuron-stage">
        <div class="neuron-plane">
          <PlaneView
            label={texts.plane(texts.sets[settings.data], formatNumber(wrong), formatNumber(points.length))}
            xRange={set.xRange}
            yRange={set.yRange}
            points={points}
            field={snapshot?.field}
            lines={lines}
            pointSize={settings.data === 'ten' ? 8 : 11}
          />
          {network && network.layers.length === 1 && (
            <Equation network={network} looked={looked} onLook={setLooked} />
          )}
          <Legend
            items={[
              ['class-a', words.class('0')],
              ['class-b', words.class('1')],
              ...(lines.length > 0 ? ([['line', texts.hiddenLines]] as const) : []),
              ...(wrong > 0 ? ([['wrong', texts.wrong]] as const) : []),
              ['negative', words.negative],
              ['positive', words.positive],
            ]}
          />
        </div>
        <VerdictLine verdict={verdict} plain />
        <div class="neuron-network">
          <Tabs
            label={texts.look}
            tabs={[
              {
                name: 'diagram',
                label: words.network,
                content: (
                  <div class="neuron-diagram">
                    {editor}
                    {network && pass && (
                      <>
                        <NetworkDiagram
                          layers={network.layers}
                          onEdit={(edit) => onLayers(edited(network.layers, edit))}
                          looked={isThere ? looked : undefined}
                          onLook={(part) => part && setLooked(part)}
                          pass={slow ? pass : undefined}
                          place={slow && placeOf(slow.phase, network.layers.length)}
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
                          onChange={setSlow}
                          count={set.points.length}
                          pass={pass}
                          learningRate={settings.learningRate}
                          onUpdate={() => onLayers(stepped(network.layers, pass, settings.learningRate))}
                        />
                        {!isThere && !slow && <p class="field__hint">{inLanguage(networkTexts).hint}</p>}
                      </>
                    )}
                  </div>
                ),
              },
              {
                name: 'answers',
                label: texts.answers,
                content: snapshot && <TruthTable set={set} snapshot={snapshot} />,
              },
            ]}
          />
        </div>
      </div>
    </Card>
  );
}

/** The line's equation with its numbers: pointing at one lights it in the network, and the other way round. */
function Equation({
  network: { layers },
  looked,
  onLook,
}: {
  readonly network: NetworkNumbers;
  readonly looked: NetworkPart | undefined;
  readonly onLook: (part: NetworkPart | undefined) => void;
}) {
  const [{ weight, bias }] = layers as [LayerNumbers];
  const parts = { w1: weightPart(0), w2: weightPart(1), b: weightPart(-1) };
  const term = (value: number, name: string, after: string, isFirst = false) =>
    `${isFirst ? '' : value < 0 ? ' − ' : ' + '}[${formatNumber(isFirst ? value : Math.abs(value), 2)}](${name})${after}`;
  const text = `${term(weight[0]![0]!, 'w1', ' x₁', true)}${term(weight[1]![0]!, 'w2', ' x₂')}${term(bias[0]!, 'b', '')} ≥ 0 → 1`;
  const lit = (Object.keys(parts) as (keyof typeof parts)[]).find(
    (name) => looked && partKey(parts[name]) === partKey(looked),
  );
  const action = (part: NetworkPart) => ({ onPoint: (isOn: boolean) => onLook(isOn ? part : undefined) });
  return (
    <p class="neuron-equation numbers">
      <Woven
        text={text}
        lit={lit}
        actions={{ w1: action(parts.w1), w2: action(parts.w2), b: action(parts.b) }}
      />
    </p>
  );
}

const weightPart = (input: number): NetworkPart => ({ kind: 'weight', layer: 0, input, unit: 0 });

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

/** The layers with one number changed. */
const edited = (layers: readonly LayerNumbers[], { layer, input, unit, value }: NumberEdit): LayerNumbers[] =>
  layers.map(({ weight, bias }, l) => {
    if (l !== layer) return { weight, bias };
    if (input < 0) return { weight, bias: bias.with(unit, value) };
    return { weight: weight.with(input, weight[input]!.with(unit, value)), bias };
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
