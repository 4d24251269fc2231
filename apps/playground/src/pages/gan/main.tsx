import { useMemo, useRef, useState } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { guideSteps } from '../../guide/guide-steps.js';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { Card } from '../../ui/card.js';
import { useTraining } from '../../worker/use-training.js';
import { Controls } from './controls.js';
import './main.css';
import { type GanSettings, ganSchema, pointsAfter, presets, type StepName, stepNames } from './settings.js';
import { Plane, type Shown } from './stage.js';
import { ganTexts } from './texts.js';
import type { GanSnapshot } from './train.js';
import { judge, stateOf } from './verdict.js';

const speeds = [10, 30, 100, 300, Infinity];

export function GanPage() {
  const texts = inLanguage(ganTexts);
  const state = usePageState(ganSchema);
  const settings = state.value;
  const [shown, setShown] = useState<Shown>({ net: true, arrows: true });
  const training = useTraining<GanSettings, GanSnapshot>({
    trainer: 'gan',
    state,
    speed: 300,
    suited: 'wasm',
  });
  useAutoStart(training);
  const change = (changes: Partial<GanSettings>) => state.change(changes);
  const begin = (changes: Partial<GanSettings>) => ({
    set: () => {
      change(changes);
      training.reset();
      training.start();
    },
  });
  const own = useRef(settings.own);
  own.current = settings.own;
  const onPoint = (x: number, y: number, isSecond: boolean) => {
    own.current = pointsAfter(own.current, [x, y], isSecond); // a stroke brings several at once
    change({ own: own.current });
    if (training.status.peek() === 'finished') training.reset();
    training.start();
  };
  const latest = training.snapshot.value;
  const snapshot = latest?.data === settings.data ? latest : undefined; // one from before a change of the set tells nothing of the new one
  const verdict = judge(settings, snapshot, texts.verdict);
  const { isAlike, isHalf, isCollapsed } = stateOf(settings, snapshot);
  const isSeen: Readonly<Record<StepName, boolean>> = {
    duel: settings.data === 'ring' && isAlike,
    half: settings.data === 'moons' && isAlike && isHalf,
    collapse: settings.lead > 1 && isCollapsed,
    own: settings.data === 'own' && settings.own.length >= 20 && isAlike,
  };
  const { learningRate, lead, discriminatorSteps, r1 } = ganSchema.initial;
  const guide = guideSteps({
    names: stepNames,
    texts: texts.steps,
    words: {
      field: { lights: 'field' },
      arrows: { lights: 'arrows' },
      net: { lights: 'net' },
      minimax: begin({ loss: 'minimax' }),
      saturating: begin({ loss: 'nonSaturating' }),
      fair: begin({ learningRate, lead, discriminatorSteps, r1 }),
      own: begin({ data: 'own' }),
    },
    verdict,
    isSeen: (name) => isSeen[name],
    answer: (name) => (isSeen[name] ? 1 : undefined),
    onSet: (name) => {
      change(presets[name]);
      training.reset();
    },
    onStart: () => training.start(),
  });
  const controls = useMemo(
    () => <Controls settings={settings} onChange={change} shown={shown} onShow={setShown} />,
    [settings, shown], // not for each snapshot
  );
  const { x = [], y } = snapshot?.curves ?? {};
  const isProbability = settings.loss === 'nonSaturating' || settings.loss === 'minimax';
  const answers = isProbability ? texts.answers : texts.scores;
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={texts.step} speeds={speeds} />
      <Workbench
        picture={
          <Plane
            settings={settings}
            snapshot={snapshot}
            shown={shown}
            onPoint={settings.data === 'own' ? onPoint : undefined}
          />
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={controls}
        below={
          <>
            <div class="gan-curves">
              <Card title={answers}>
                <LineChart
                  label={answers}
                  x={x}
                  series={[
                    { name: texts.toReal, color: '--class-b', values: y?.realAnswer ?? [] },
                    { name: texts.toFake, color: '--class-a', values: y?.fakeAnswer ?? [] },
                  ]}
                  percent={isProbability}
                  {...(isProbability && { range: [0, 1] as const })}
                  height={160}
                />
              </Card>
              <Card title={texts.losses}>
                <LineChart
                  label={texts.losses}
                  x={x}
                  series={[
                    { name: texts.discriminator, color: '--series-5', values: y?.discriminatorLoss ?? [] },
                    { name: texts.generator, color: '--series-3', values: y?.generatorLoss ?? [] },
                  ]}
                  height={160}
                />
              </Card>
            </div>
            <Explanation parts={[texts.explain.how, texts.explain.loss, texts.explain.half]} />
          </>
        }
      />
    </PageLayout>
  );
}
