import { useMemo } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { Lit } from '../../guide/light.js';
import { Woven } from '../../guide/woven.js';
import { formatBrief, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { PlanePoint } from '../../plane/draw-plane.js';
import { type PlaneTile, PlaneTiles } from '../../plane/plane-tiles.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { TrainingCurves } from '../../signs/training-curves.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { StopSlider } from '../../ui/slider.js';
import { useTraining } from '../../worker/use-training.js';
import { bestOf, judge, kindOf, type StepName, stepNames } from './judge.js';
import { LookInside } from './look-inside.js';
import './main.css';
import {
  type DataName,
  dataNames,
  lookSchema,
  type MethodName,
  planeRange,
  type RegularisationSettings,
  regularisationSchema,
} from './settings.js';
import { regularisationTexts } from './texts.js';
import type { NetworkView, RegularisationSnapshot } from './train.js';

const speeds = [5, 20, 50, Infinity];
const counts = [20, 40, 80, 150, 250, 400];
const noises = [0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5];
const strengths = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
const seed = 2;
const { initial } = regularisationSchema;

/** What each step sets; where nothing changes, training goes on. */
const stepSettings: Readonly<Record<StepName, Partial<RegularisationSettings>>> = {
  heart: initial,
  ways: initial,
  sparse: initial,
  much: { ...initial, strength: 30 },
  data: { ...initial, points: 400 },
};

export function RegularisationPage() {
  const texts = inLanguage(regularisationTexts);
  const words = inLanguage(terms);
  const state = usePageState(regularisationSchema);
  const lookState = usePageState(lookSchema);
  const settings = state.value;
  const { look } = lookState.value;
  const training = useTraining<RegularisationSettings, RegularisationSnapshot>({
    trainer: 'regularisation',
    state,
    suited: 'wasm',
    seed,
  });
  useAutoStart(training);
  const snapshot = training.snapshot.value;
  const epochs = training.steps.value;
  const change = (changes: Partial<RegularisationSettings>) => state.change(changes);
  const begin = (changes: Partial<RegularisationSettings>) => {
    change(changes);
    training.reset(seed);
    training.start();
  };
  const lookAt = (method: MethodName) => {
    const at = settings.methods.indexOf(method);
    if (at >= 0) lookState.change({ look: at });
  };
  const looking = (method: MethodName) => ({ set: () => lookAt(method), lights: method });
  const woven = {
    few: { set: () => begin({ points: 40 }), lights: 'points' },
    many: { set: () => begin({ points: 400 }), lights: 'points' },
    strong: { set: () => begin({ strength: 30 }), lights: 'strength' },
    usual: { set: () => begin({ strength: 1 }), lights: 'strength' },
    none: looking('none'),
    l1: looking('l1'),
    l2: looking('l2'),
    dropout: looking('dropout'),
    noise: looking('noise'),
    early: looking('early'),
  };
  const points = useMemo(() => pointsOf(snapshot), [snapshot?.points.version]);
  const best = bestOf(snapshot, epochs);
  const plain = snapshot?.networks.find(({ method }) => method === 'none');
  /** Which guess came true, once that is seen. */
  const answers: Partial<Record<StepName, number | undefined>> = {
    heart: plain && kindOf(plain) === 'over' ? 1 : undefined,
    ways: best,
    much: settings.strength > 5 && snapshot?.networks.some((one) => kindOf(one) === 'under') ? 1 : undefined,
    data: settings.points >= 200 && epochs >= 240 ? 1 : undefined,
  };
  const choicesOf = (name: StepName): readonly string[] => {
    if (name === 'ways') return settings.methods.map((method) => texts.names[method]);
    return name === 'sparse' ? [] : texts.predictions[name].choices;
  };
  const network = snapshot?.networks[look];
  const stepsOf = stepNames.map((name) => ({
    title: texts.steps[name].title,
    text: <Woven text={texts.steps[name].text} words={woven} />,
    lookFor: texts.steps[name].look,
    set: () => {
      if (name === 'sparse') lookAt('l1');
      else lookAt('none');
      const isAsBefore = JSON.stringify({ ...settings, ...stepSettings[name] }) === JSON.stringify(settings);
      if (isAsBefore && epochs > 0) training.start();
      else begin(stepSettings[name]);
    },
    verdict: judge(name, settings, snapshot, epochs, texts),
    ...(name !== 'sparse' && {
      predict: {
        question: texts.predictions[name].question,
        choices: choicesOf(name),
        answer: answers[name],
        why: texts.predictions[name].because,
        onChoose: () => training.start(),
      },
    }),
  }));
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.epoch} speeds={speeds} />
      <Workbench
        picture={
          <Card>
            {snapshot && (
              <PlaneTiles
                label={texts.networks}
                tiles={snapshot.networks.map(tileOf)}
                points={points}
                range={planeRange}
                steps={epochs}
                mostLoss={1.2}
                look={look}
                onLook={(next) => lookState.change({ look: next })}
              />
            )}
          </Card>
        }
        stage={
          network && (
            <LookInside
              network={network}
              strength={settings.strength}
              onMethod={(method) => begin({ methods: settings.methods.with(look, method) })}
            />
          )
        }
        guide={<Guide question={texts.question} steps={stepsOf} />}
        controls={
          <>
            <Card title={texts.points}>
              <Segmented<DataName>
                label={texts.data}
                value={settings.data}
                choices={dataNames.map((value) => ({ value, label: texts.sets[value] }))}
                onChange={(data) => begin({ data })}
              />
              <Lit name="points">
                <StopSlider
                  label={texts.count}
                  stops={counts}
                  value={settings.points}
                  onChange={(points) => begin({ points })}
                />
              </Lit>
              <StopSlider
                label={texts.noise}
                stops={noises}
                value={settings.noise}
                onChange={(noise) => begin({ noise })}
              />
            </Card>
            <Card title={words.regularizer}>
              <Lit name="strength">
                <StopSlider
                  label={texts.strength}
                  stops={strengths}
                  value={settings.strength}
                  onChange={(strength) => change({ strength })}
                  format={(factor) => texts.times(formatBrief(factor))}
                />
              </Lit>
            </Card>
          </>
        }
        below={
          <>
            <Card title={texts.compare}>
              <LineChart
                label={texts.compare}
                x={snapshot?.networks[0]?.curves.x ?? []}
                series={(snapshot?.networks ?? []).map(({ method, curves }, i) => ({
                  name: `${i + 1} ${texts.names[method]}`,
                  values: curves.y.testLoss,
                }))}
                logarithmic
                height={200}
              />
            </Card>
            <TrainingCurves curves={network?.curves} />
            <Explanation parts={[texts.explain.what, texts.explain.how, texts.explain.fair]} />
          </>
        }
      />
    </PageLayout>
  );
}

/** A network as a tile. */
function tileOf(network: NetworkView): PlaneTile {
  const texts = inLanguage(regularisationTexts);
  const { x, y } = network.curves;
  const name = texts.names[network.method];
  const [train, test] = [y.trainAccuracy, y.testAccuracy].map((shares) =>
    formatPercent(shares.at(-1) ?? Number.NaN),
  );
  const kind = kindOf(network);
  return {
    lights: network.method,
    name,
    note: test!,
    field: network.field,
    curves: { x, train: y.trainLoss, test: y.testLoss },
    mark: network.keptFrom,
    verdict: { kind: kind === 'open' ? 'open' : kind === 'fine' ? 'good' : 'bad', text: texts.kinds[kind] },
    label: texts.plane(train!, test!),
  };
}

const pointsOf = (snapshot: RegularisationSnapshot | undefined): PlanePoint[] =>
  Array.from(snapshot?.points.labels ?? [], (label, i) => ({
    x: snapshot!.points.inputs[2 * i]!,
    y: snapshot!.points.inputs[2 * i + 1]!,
    label: label as 0 | 1,
  }));
