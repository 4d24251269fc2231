import { useState } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { guideSteps } from '../../guide/guide-steps.js';
import { inLanguage } from '../../i18n/texts.js';
import { Architecture } from '../../network/architecture.js';
import type { LayerNumbers } from '../../network/pass.js';
import type { SlowState } from '../../network/slow-motion.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { StopSlider } from '../../ui/slider.js';
import { useTraining } from '../../worker/use-training.js';
import './main.css';
import {
  type DataName,
  dataNames,
  initialSpeed,
  type NeuronSettings,
  neuronSchema,
  pointSets,
  type Rule,
  type StepName,
  stepNames,
  stepSettings,
  usualRate,
} from './settings.js';
import { judge, Network, Plane } from './stage.js';
import { neuronTexts } from './texts.js';
import type { NeuronSnapshot } from './train.js';

const rates = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const speeds = [1, 2, 5, 10, 30, 100, Infinity];
const seed = 2;

export function NeuronPage() {
  const texts = inLanguage(neuronTexts);
  const state = usePageState(neuronSchema);
  const settings = state.value;
  const [hand, setHand] = useState<'untouched' | 'broken' | 'mended'>('untouched');
  const [slow, setSlow] = useState<SlowState | undefined>();
  const training = useTraining<NeuronSettings, NeuronSnapshot>({
    trainer: 'neuron',
    state,
    speed: initialSpeed,
    seed,
    suited: 'wasm',
  });
  useAutoStart(training);
  const latest = training.snapshot.value;
  const snapshot =
    latest?.data === settings.data && layersOf(settings) === latest.layers.length ? latest : undefined;
  const wrong = snapshot?.wrong.filter(Boolean).length;
  if (hand === 'broken' && wrong === 0) setHand('mended');
  const change = (changes: Partial<NeuronSettings>) => state.change(changes);
  const setLayers = (layers: readonly LayerNumbers[]) => {
    training.ask('setLayers', layers).then(
      () => training.set(settings), // a training that had come to its end may go on
      () => {}, // the worker was ended: its message is shown already
    );
    if (wrong !== undefined && wrong > 0) setHand('broken');
  };
  const verdict = judge(settings, snapshot, training.steps.value, training.status.value, texts.verdict);
  const withHidden = (hidden: number) =>
    change({
      hidden,
      rule: hidden > 0 ? 'gradient' : settings.rule,
      learningRate: usualRate[hidden > 0 ? 'gradient' : settings.rule],
    });
  const isSeen = (name: StepName): boolean => {
    const { data, hidden } = stepSettings[name];
    if (settings.data !== data || settings.hidden > 0 !== hidden > 0) return false;
    return name === 'mend' ? hand === 'mended' : verdict.kind === (name === 'xor' ? 'bad' : 'good');
  };
  const guide = guideSteps({
    names: stepNames,
    texts: texts.steps,
    words: {
      rule: { set: () => change({ rule: 'gradient', learningRate: usualRate.gradient }) },
      perceptron: { set: () => change({ rule: 'perceptron', learningRate: usualRate.perceptron }) },
      two: { set: () => withHidden(2) },
      four: { set: () => withHidden(4) },
      large: { set: () => change({ learningRate: 5 }) },
    },
    verdict,
    isSeen,
    answer: (name) => (isSeen(name) ? rightGuess[name] : undefined),
    onSet: (name) => {
      change(stepSettings[name]);
      setHand('untouched');
      training.reset(seed);
    },
    onStart: () => training.start(),
  });
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar
        training={training}
        unit={inLanguage(terms).epoch}
        speeds={speeds}
        isRandom={usesSeed(settings)}
      />
      <Workbench
        picture={<Plane settings={settings} snapshot={snapshot} slow={slow} />}
        stage={
          <Network
            settings={settings}
            snapshot={snapshot}
            slow={slow}
            onSlow={setSlow}
            onLayers={setLayers}
            editor={
              <Architecture
                layers={settings.hidden > 0 ? [{ units: settings.hidden, activation: 'tanh' }] : []}
                most={{ layers: 1, units: 4 }}
                choosesActivation={false}
                onChange={([layer]) => withHidden(layer?.units ?? 0)}
              />
            }
          />
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={<Settings settings={settings} onChange={change} />}
        below={
          <>
            <CurvesCard snapshot={snapshot} count={pointSets[settings.data].points.length} />
            <Explanation parts={[texts.explain.line, texts.explain.rules, texts.explain.xor]} />
          </>
        }
      />
    </PageLayout>
  );
}

const rightGuess: Readonly<Partial<Record<StepName, number>>> = { xor: 1, hidden: 0 };
const layersOf = ({ hidden }: NeuronSettings): number => (hidden > 0 ? 2 : 1);

/** The perceptron begins at zero: there is nothing random. */
const usesSeed = ({ rule, hidden }: NeuronSettings): boolean => rule === 'gradient' || hidden > 0;

interface SettingsProps {
  readonly settings: NeuronSettings;
  readonly onChange: (changes: Partial<NeuronSettings>) => void;
}

function Settings({ settings, onChange }: SettingsProps) {
  const texts = inLanguage(neuronTexts);
  const words = inLanguage(terms);
  const { data, rule, hidden, learningRate } = settings;
  const isDeep = hidden > 0;
  return (
    <Card title={words.learning}>
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
        label={words.learningRate}
        stops={rates}
        value={learningRate}
        onChange={(value) => onChange({ learningRate: value })}
      />
    </Card>
  );
}

interface CurvesCardProps {
  readonly snapshot: NeuronSnapshot | undefined;
  readonly count: number;
}

function CurvesCard({ snapshot, count }: CurvesCardProps) {
  const texts = inLanguage(neuronTexts);
  const { loss: lossWord } = inLanguage(terms);
  const x = snapshot?.curves.x ?? [];
  const { loss = [], errors = [] } = snapshot?.curves.y ?? {};
  const hasLoss = loss.some((value) => !Number.isNaN(value));
  return (
    <div class={`neuron-curves${hasLoss ? ' neuron-curves--two' : ''}`}>
      <Card title={texts.curvesOf.errors}>
        <LineChart
          label={texts.curvesOf.errors}
          x={x}
          series={[{ name: texts.errors, color: '--train', values: errors }]}
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
            series={[{ name: lossWord, color: '--train', values: loss }]}
            range={[0, undefined]}
            height={150}
          />
        </Card>
      )}
    </div>
  );
}
