import { useRef, useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { Woven } from '../../guide/woven.js';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { TrainingCurves } from '../../signs/training-curves.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import type { Verdict } from '../../ui/verdict.js';
import { useTraining } from '../../worker/use-training.js';
import { Controls, type Tool } from './controls.js';
import './main.css';
import { limits, type PlaneSettings, planeSchema, presets, type StepName, stepNames } from './settings.js';
import { judge, type Looked, Network, Plane } from './stage.js';
import { planeTexts } from './texts.js';
import type { PlaneSnapshot } from './train.js';

const speeds = [2, 10, 30, 100, Infinity];
const reach = 0.25; // how near to a point the eraser has to come
const seed = 1;

export function PlanePage() {
  const texts = inLanguage(planeTexts);
  const state = usePageState(planeSchema);
  const settings = state.value;
  const [tool, setTool] = useState<Tool>('a');
  const [showsTest, setShowsTest] = useState(true);
  const [looked, setLooked] = useState<Looked>({});
  const training = useTraining<PlaneSettings, PlaneSnapshot>({
    trainer: 'plane',
    state,
    speed: 30,
    suited: 'wasm',
  });
  useAutoStart(training);
  const change = (changes: Partial<PlaneSettings>) => state.change(changes);
  const begin = (changes: Partial<PlaneSettings>) => {
    change(changes);
    training.reset(seed);
    training.start();
  };
  const own = useRef(settings.own);
  own.current = settings.own;
  const onPoint = (x: number, y: number, isSecond: boolean) => {
    own.current = edited(own.current, tool, x, y, isSecond); // a stroke brings several at once
    change({ own: own.current });
  };
  const snapshot = training.snapshot.value;
  const verdict = judge(settings, snapshot, texts.verdict);
  const shared = { settings, snapshot, showsTest, looked, onLook: setLooked };
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={inLanguage(terms).epoch} speeds={speeds} />
      <Workbench
        picture={<Plane {...shared} onPoint={settings.data === 'own' ? onPoint : undefined} />}
        stage={<Network {...shared} onChange={change} />}
        guide={
          <Guide
            question={texts.question}
            steps={stepNames.map((name) => {
              const predict = texts.predictions[name as keyof typeof texts.predictions];
              const isSeen =
                isAt(name, settings) && verdict.kind === (showsFailure.has(name) ? 'bad' : 'good');
              return {
                title: texts.steps[name].title,
                text: <Woven text={texts.steps[name].text} words={words(settings, begin)} />,
                set: () => {
                  change(presets[name]);
                  training.reset(seed);
                  if (!predict) training.start();
                },
                verdict: isSeen ? ({ ...verdict, kind: 'good' } satisfies Verdict) : verdict,
                ...(predict && {
                  predict: {
                    question: predict.question,
                    choices: predict.choices,
                    answer: isSeen ? 1 : undefined,
                    why: predict.because,
                    onChoose: () => training.start(),
                  },
                }),
              };
            })}
          />
        }
        controls={
          <Controls
            settings={settings}
            onChange={change}
            tool={tool}
            onTool={setTool}
            showsTest={showsTest}
            onShowTest={setShowsTest}
          />
        }
        below={
          <>
            <TrainingCurves curves={snapshot?.curves} />
            <Explanation parts={[texts.explain.layers, texts.explain.test, texts.explain.look]} />
          </>
        }
      />
    </PageLayout>
  );
}

/** Steps that show what does not work. */
const showsFailure: ReadonlySet<StepName> = new Set(['line', 'overfit']);

/** Whether the page still shows the data of a step. */
const isAt = (name: StepName, { data, testShare }: PlaneSettings): boolean =>
  data === presets[name].data && testShare === presets[name].testShare;

/** What the words of the steps set. */
const words = (settings: PlaneSettings, begin: (changes: Partial<PlaneSettings>) => void) => ({
  tanh: { set: () => begin({ hidden: [4], activations: ['tanh'], optimizer: 'adam', learningRate: 0.03 }) },
  linear: { set: () => begin({ hidden: [4], activations: ['identity'] }) },
  two: { set: () => begin({ hidden: [2], activations: ['tanh'] }) },
  relu: { set: () => begin({ activations: settings.hidden.map(() => 'relu') }) },
  one: { set: () => begin({ hidden: [8], activations: ['tanh'] }) },
  fast: { set: () => begin({ optimizer: 'sgd', learningRate: 30 }) },
  l1: { set: () => begin({ regularizer: 'l1', strength: 0.003 }) },
  l2: { set: () => begin({ regularizer: 'l2', strength: 0.01 }) },
});

/** The points after a tap. */
function edited(
  own: PlaneSettings['own'],
  tool: Tool,
  x: number,
  y: number,
  isSecond: boolean,
): PlaneSettings['own'] {
  if (tool !== 'erase') {
    const label = Number((tool === 'b') !== isSecond) as 0 | 1;
    return [...own, { x, y, label }].slice(-limits.own);
  }
  const distances = own.map((point) => Math.hypot(point.x - x, point.y - y));
  const nearest = distances.indexOf(Math.min(...distances));
  return distances[nearest]! <= reach ? own.filter((_, i) => i !== nearest) : own;
}
