import { useRef, useState } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { Card } from '../../ui/card.js';
import type { TrainingWorker } from '../../worker/training-worker.js';
import { useTraining } from '../../worker/use-training.js';
import { Controls, Presets, type Tool } from './controls.js';
import { limits, type PlaneSettings, type PresetName, planeSchema, presets } from './settings.js';
import { Stage } from './stage.js';
import { planeTexts } from './texts.js';
import type { PlaneSnapshot } from './train.js';

const speeds = [2, 10, 30, 100, Infinity];
const reach = 0.25; // how near to a point the eraser has to come
const presetSeed = 1;

export function PlanePage() {
  const texts = inLanguage(planeTexts);
  const state = usePageState(planeSchema);
  const settings = state.value;
  const [tool, setTool] = useState<Tool>('a');
  const [showsTest, setShowsTest] = useState(true);
  const training = useTraining<PlaneSettings, PlaneSnapshot>({
    trainer: 'plane',
    state,
    speed: 30,
    suited: 'wasm',
  });
  const change = (changes: Partial<PlaneSettings>) => state.change(changes);
  const begin = (name: PresetName) => {
    change(presets[name]);
    training.reset(presetSeed);
    training.start();
  };
  const own = useRef(settings.own);
  own.current = settings.own;
  const onPoint = (x: number, y: number, isSecond: boolean) => {
    own.current = edited(own.current, tool, x, y, isSecond); // a stroke brings several at once
    change({ own: own.current });
  };
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={texts.epoch} speeds={speeds} />
      <Workbench
        stage={
          <>
            {' '}
            <Stage
              settings={settings}
              training={training}
              showsTest={showsTest}
              onPoint={settings.data === 'own' ? onPoint : undefined}
            />
            <Presets onPreset={begin} />
          </>
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
            <PlaneCurves training={training} />
            <Explanation parts={[texts.explain.layers, texts.explain.test, texts.explain.look]} />
          </>
        }
      />
    </PageLayout>
  );
}

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

function PlaneCurves({ training }: { readonly training: TrainingWorker<PlaneSettings, PlaneSnapshot> }) {
  const { curves } = inLanguage(planeTexts);
  const { x = [], y } = training.snapshot.value?.curves ?? {};
  const both = (train: readonly number[] = [], test: readonly number[] = []) => [
    { name: curves.train, color: '--series-5', values: train },
    { name: curves.test, color: '--series-6', values: test },
  ];
  return (
    <div class="plane-curves">
      <Card title={curves.loss}>
        <LineChart
          label={curves.loss}
          x={x}
          series={both(y?.trainLoss, y?.testLoss)}
          range={[0, undefined]}
          height={180}
        />
      </Card>
      <Card title={curves.accuracy}>
        <LineChart
          label={curves.accuracy}
          x={x}
          series={both(y?.trainAccuracy, y?.testAccuracy)}
          range={[undefined, 1]}
          height={180}
        />
      </Card>
    </div>
  );
}
