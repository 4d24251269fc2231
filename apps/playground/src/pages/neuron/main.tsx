import { useMemo } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { PlaneLine, PlanePoint } from '../../plane/draw-plane.js';
import { PlaneView } from '../../plane/plane-view.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { Tabs } from '../../ui/tabs.js';
import { useTraining } from '../../worker/use-training.js';
import { AnswerTable } from './answers.js';
import { Diagram } from './diagram.js';
import {
  type DataName,
  dataNames,
  initialSpeed,
  initialUnits,
  type NeuronSettings,
  neuronSchema,
  pointSets,
  type Rule,
  usualRate,
} from './settings.js';
import './main.css';
import { type Verdict, VerdictLine } from '../../ui/verdict.js';
import { neuronTexts } from './texts.js';
import type { NeuronSnapshot, WeightEdit } from './train.js';
import { judge } from './verdict.js';

const rates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const speeds = [1, 2, 5, 10, 30, 100, Infinity];

export function NeuronPage() {
  const texts = inLanguage(neuronTexts);
  const state = usePageState(neuronSchema);
  const settings = state.value;
  const training = useTraining<NeuronSettings, NeuronSnapshot>({
    trainer: 'neuron',
    state,
    speed: initialSpeed,
    seed: 2,
    suited: 'cpu',
  });
  const edit = (weight: WeightEdit) => {
    training.ask('setWeight', weight).then(
      () => training.set(settings), // a training that had come to its end may go on
      () => {}, // the worker was ended: its message is shown already
    );
  };
  const latest = training.snapshot.value;
  const snapshot = latest?.data === settings.data ? latest : undefined; // the one before belongs to other points
  const verdict = judge(settings, snapshot, training.steps.value, training.status.value, texts.verdict);
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar
        training={training}
        unit={texts.epoch}
        speeds={speeds}
        isRandom={settings.rule === 'gradient' || settings.hidden > 0}
      />
      <Workbench
        stage={<Stage settings={settings} snapshot={snapshot} verdict={verdict} onEdit={edit} />}
        controls={<Settings settings={settings} onChange={(changes) => state.change(changes)} />}
        below={<Curves snapshot={snapshot} count={pointSets[settings.data].points.length} />}
      />
      <Explanation parts={[texts.explain.line, texts.explain.rules, texts.explain.xor]} />
    </PageLayout>
  );
}

interface StageProps {
  readonly settings: NeuronSettings;
  readonly snapshot: NeuronSnapshot | undefined;
  readonly verdict: Verdict;
  readonly onEdit: (weight: WeightEdit) => void;
}

function Stage({ settings, snapshot, verdict, onEdit }: StageProps) {
  const texts = inLanguage(neuronTexts);
  const set = pointSets[settings.data];
  const points = useMemo(
    (): PlanePoint[] => set.points.map((point, i) => ({ ...point, isWrong: snapshot?.wrong[i] === true })),
    [set, snapshot],
  );
  const lines = useMemo(() => hiddenLines(snapshot), [snapshot]);
  const wrong = points.filter(({ isWrong }) => isWrong).length;
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
          <ul class="neuron-legend">
            <li>
              <span class="neuron-legend__a" aria-hidden="true" />
              {texts.classes[0]}
            </li>
            <li>
              <span class="neuron-legend__b" aria-hidden="true" />
              {texts.classes[1]}
            </li>
            {lines.length > 0 && (
              <li>
                <span class="neuron-legend__line" aria-hidden="true" />
                {texts.hiddenLines}
              </li>
            )}
          </ul>
        </div>
        <VerdictLine verdict={verdict} plain />
        <div class="neuron-network">
          <Tabs
            label={texts.look}
            tabs={[
              {
                name: 'diagram',
                label: texts.diagram,
                content: (
                  <div class="neuron-diagram">
                    {snapshot && <Diagram layers={snapshot.layers} onEdit={onEdit} />}
                    <p class="field__hint">{texts.diagramHint}</p>
                  </div>
                ),
              },
              {
                name: 'answers',
                label: texts.answers,
                content: snapshot && <AnswerTable set={set} snapshot={snapshot} />,
              },
            ]}
          />
        </div>
      </div>
    </Card>
  );
}

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

interface SettingsProps {
  readonly settings: NeuronSettings;
  readonly onChange: (changes: Partial<NeuronSettings>) => void;
}

function Settings({ settings, onChange }: SettingsProps) {
  const texts = inLanguage(neuronTexts);
  const { data, rule, hidden, learningRate } = settings;
  const isDeep = hidden > 0;
  return (
    <Card title={texts.learning}>
      <Segmented<DataName>
        label={texts.data}
        value={data}
        choices={dataNames.map((value) => ({ value, label: texts.sets[value] }))}
        onChange={(value) => onChange({ data: value })}
      />
      <Segmented<Rule>
        label={texts.rule}
        value={isDeep ? 'gradient' : rule}
        choices={[
          { value: 'perceptron', label: texts.rules.perceptron, disabled: isDeep },
          { value: 'gradient', label: texts.rules.gradient },
        ]}
        onChange={(value) => onChange({ rule: value, learningRate: usualRate[value] })}
        hint={isDeep ? texts.ruleHints.hidden : texts.ruleHints[rule]}
      />
      <StopSlider
        label={texts.learningRate}
        stops={rates}
        value={learningRate}
        onChange={(value) => onChange({ learningRate: value })}
        format={formatBrief}
      />
      <Switch
        label={texts.hidden}
        hint={texts.hiddenHint}
        checked={isDeep}
        onChange={(checked) =>
          onChange(
            checked
              ? { hidden: initialUnits, learningRate: usualRate.gradient }
              : { hidden: 0, learningRate: usualRate[rule] },
          )
        }
      />
      {isDeep && (
        <Slider
          label={texts.units}
          value={hidden}
          min={2}
          max={4}
          step={1}
          onChange={(value) => onChange({ hidden: value })}
        />
      )}
    </Card>
  );
}

function Curves({
  snapshot,
  count,
}: {
  readonly snapshot: NeuronSnapshot | undefined;
  readonly count: number;
}) {
  const texts = inLanguage(neuronTexts);
  const x = snapshot?.curves.x ?? [];
  const { loss = [], errors = [] } = snapshot?.curves.y ?? {};
  const hasLoss = loss.some((value) => !Number.isNaN(value));
  return (
    <div class={`neuron-curves${hasLoss ? ' neuron-curves--two' : ''}`}>
      <Card title={texts.curvesOf.errors}>
        <LineChart
          label={texts.curvesOf.errors}
          x={x}
          series={[{ name: texts.errors, color: '--series-2', values: errors }]}
          decimals={0}
          range={[0, count]}
          height={150}
        />
      </Card>
      {hasLoss && (
        <Card title={texts.curvesOf.loss}>
          <LineChart
            label={texts.curvesOf.loss}
            x={x}
            series={[{ name: texts.loss, color: '--series-1', values: loss }]}
            range={[0, undefined]}
            height={150}
          />
        </Card>
      )}
    </div>
  );
}
