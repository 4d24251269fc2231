import { useRef, useState } from 'preact/hooks';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout, Workbench } from '../../shell/page-layout.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Steps } from '../../signs/steps.js';
import { terms } from '../../signs/terms.js';
import { TrainingCurves } from '../../signs/training-curves.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { useSteps } from '../../signs/use-steps.js';
import { useTraining } from '../../worker/use-training.js';
import { Controls, type Tool } from './controls.js';
import './main.css';
import {
  initialSettings,
  limits,
  type PlaneSettings,
  presets,
  type StepName,
  stepNames,
} from './settings.js';
import { judge, Stage } from './stage.js';
import { planeTexts } from './texts.js';
import type { PlaneSnapshot } from './train.js';

const speeds = [2, 10, 30, 100, Infinity];
const startWorker = () => new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module' });
const reach = 0.25; // how near to a point the eraser has to come
const seed = 1;

export function PlanePage() {
  const texts = inLanguage(planeTexts);
  const [settings, setSettings] = useState(initialSettings);
  const [tool, setTool] = useState<Tool>('a');
  const [showsTest, setShowsTest] = useState(true);
  const training = useTraining<PlaneSettings, PlaneSnapshot>({ worker: startWorker, settings, speed: 30 });
  useAutoStart(training);
  const change = (changes: Partial<PlaneSettings>) => {
    const next = { ...settings, ...changes };
    setSettings(next);
    training.set(next);
  };
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
  const { kind } = judge(settings, training.snapshot.value, texts.verdict);
  const steps = useSteps<StepName>(
    (name) => {
      change(presets[name]);
      training.reset(seed);
      if (!(name in texts.predictions) || name in steps.guesses) training.start();
    },
    (name) => (name === 'line' || name === 'overfit' ? kind === 'bad' : kind === 'good'),
  );
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={inLanguage(terms).epoch} speeds={speeds} />
      <Workbench
        stage={
          <Stage
            settings={settings}
            training={training}
            showsTest={showsTest}
            onPoint={settings.data === 'own' ? onPoint : undefined}
            onChange={change}
          />
        }
        controls={
          <>
            <Steps<StepName>
              question={texts.question}
              steps={stepNames.map((name) => {
                const predict = texts.predictions[name as keyof typeof texts.predictions];
                return {
                  name,
                  ...texts.steps[name],
                  ...(predict && { predict: { ...predict, right: rightGuess[name]! } }),
                };
              })}
              {...steps}
              onGuess={(name, choice) => {
                steps.onGuess(name, choice);
                training.start();
              }}
              actions={{
                tanh: { onPress: () => begin({ hidden: [4], activations: ['tanh'] }) },
                linear: { onPress: () => begin({ hidden: [4], activations: ['identity'] }) },
                two: { onPress: () => begin({ hidden: [2], activations: ['tanh'] }) },
                relu: { onPress: () => begin({ activations: settings.hidden.map(() => 'relu') }) },
                one: { onPress: () => begin({ hidden: [8], activations: ['tanh'] }) },
                fast: { onPress: () => begin({ optimizer: 'sgd', learningRate: 30 }) },
                l1: { onPress: () => begin({ regularizer: 'l1', strength: 0.003 }) },
              }}
            />
            <Controls
              settings={settings}
              onChange={change}
              tool={tool}
              onTool={setTool}
              showsTest={showsTest}
              onShowTest={setShowsTest}
            />
          </>
        }
        below={
          <>
            <TrainingCurves curves={training.snapshot.value?.curves} />
            <Explanation parts={[texts.explain.layers, texts.explain.test, texts.explain.look]} />
          </>
        }
      />
    </PageLayout>
  );
}

const rightGuess: Readonly<Partial<Record<StepName, number>>> = { line: 1, overfit: 1 };

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
