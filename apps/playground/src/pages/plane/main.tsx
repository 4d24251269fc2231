import { useMemo, useRef, useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { guideSteps } from '../../guide/guide-steps.js';
import { inLanguage } from '../../i18n/texts.js';
import type { LayerNumbers } from '../../network/pass.js';
import { pointsAfter, type Tool } from '../../plane/own-points.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { TrainingCurves } from '../../signs/training-curves.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { useTraining } from '../../worker/use-training.js';
import { Controls } from './controls.js';
import './main.css';
import { limits, type PlaneSettings, planeSchema, presets, type StepName, stepNames } from './settings.js';
import { type Looked, Network, Planes } from './stage.js';
import { planeTexts } from './texts.js';
import type { PlaneSnapshot } from './train.js';
import { judge } from './verdict.js';

const speeds = [2, 10, 30, 100, Infinity];
const seed = 1;

export function PlanePage() {
  const texts = inLanguage(planeTexts);
  const state = usePageState(planeSchema);
  const settings = state.value;
  const [tool, setTool] = useState<Tool>('a');
  const [showsTest, setShowsTest] = useState(true);
  const [looked, setLooked] = useState<Looked>({});
  const training = useTraining<PlaneSettings, readonly PlaneSnapshot[]>({
    trainer: 'plane',
    state,
    speed: 30,
    suited: 'wasm',
  });
  useAutoStart(training);
  const change = (changes: Partial<PlaneSettings>) => state.change(changes);
  const begin = (changes: Partial<PlaneSettings>) => ({
    set: () => {
      change({ against: 'nothing', ...changes });
      training.reset(seed);
      training.start();
    },
  });
  const own = useRef(settings.own);
  own.current = settings.own;
  const onPoint = (x: number, y: number, isSecond: boolean) => {
    own.current = pointsAfter(own.current, tool, [x, y, isSecond], limits.own); // a stroke brings several at once
    change({ own: own.current });
  };
  const onLook = (next: Looked) => {
    if (next.slow && !looked.slow) training.pause(); // the weights stand still meanwhile
    setLooked(next);
  };
  const onLayers = (layers: readonly LayerNumbers[]) => {
    training.ask('setLayers', layers).then(
      () => training.refresh(),
      () => {}, // the worker was ended: its message is shown already
    );
  };
  const latest = training.snapshot.value ?? [];
  const [snapshot, rival] = latest[0]?.data === settings.data ? latest : []; // one from before a change of the set tells nothing of the new one
  const verdict = judge(settings, snapshot, texts.verdict);
  const shared = { settings, snapshot, showsTest, looked, onLook };
  const isSeen = (name: StepName): boolean =>
    settings.data === presets[name].data &&
    settings.testShare === presets[name].testShare &&
    verdict.kind === (showsFailure.has(name) ? 'bad' : 'good');
  const guide = guideSteps({
    names: stepNames,
    texts: texts.steps,
    words: {
      tanh: begin({ hidden: [4], activations: ['tanh'], optimizer: 'adam', learningRate: 0.03 }),
      linear: begin({ hidden: [4], activations: ['identity'] }),
      two: begin({ hidden: [2], activations: ['tanh'] }),
      relu: begin({ against: 'relu' }),
      one: begin({ against: 'shallow' }),
      fast: begin({ optimizer: 'sgd', learningRate: 30 }),
      l1: begin({ regularizer: 'l1', strength: 0.003 }),
      l2: begin({ against: 'l2' }),
    },
    verdict,
    isSeen,
    answer: (name) => (isSeen(name) ? 1 : undefined),
    onSet: (name) => {
      change(presets[name]);
      training.reset(seed);
    },
    onStart: () => training.start(),
  });
  const controls = useMemo(
    () => (
      <Controls
        settings={settings}
        onChange={change}
        tool={tool}
        onTool={setTool}
        showsTest={showsTest}
        onShowTest={setShowsTest}
      />
    ),
    [settings, tool, showsTest], // not for each snapshot
  );
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={inLanguage(terms).epoch} speeds={speeds} />
      <Workbench
        picture={<Planes {...shared} rival={rival} onPoint={settings.data === 'own' ? onPoint : undefined} />}
        stage={<Network {...shared} onChange={change} onLayers={onLayers} />}
        guide={<Guide question={texts.question} steps={guide} />}
        controls={controls}
        below={
          <>
            <TrainingCurves
              curves={snapshot?.curves}
              {...(rival &&
                settings.against !== 'nothing' && {
                  rival: { curves: rival.curves, name: texts.rivals[settings.against], own: texts.asSet },
                })}
            />
            <Explanation parts={[texts.explain.layers, texts.explain.test, texts.explain.look]} />
          </>
        }
      />
    </PageLayout>
  );
}

/** Steps that show what does not work. */
const showsFailure: ReadonlySet<StepName> = new Set(['line', 'overfit']);
