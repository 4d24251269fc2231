import { Shuffle } from 'lucide-preact';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { Lit } from '../../guide/light.js';
import { formatBrief } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { bound } from '../../ui/bound.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { StopSlider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { useTraining } from '../../worker/use-training.js';
import { answerOf, judge, presets, stepNames } from './judge.js';
import { LookInside } from './look-inside.js';
import './main.css';
import { classes, type GanDigitsSettings, ganDigitsSchema } from './settings.js';
import { Sheet } from './sheet.js';
import { ganDigitsTexts } from './texts.js';
import type { GanDigitsSnapshot } from './train.js';

const penalties = [0, 0.03, 0.1, 0.3, 1, 3];
const rates = [0.0005, 0.001, 0.002, 0.005, 0.01];

export function GanDigitsPage() {
  const texts = inLanguage(ganDigitsTexts);
  const words = inLanguage(terms);
  const state = usePageState(ganDigitsSchema);
  const settings = state.value;
  const training = useTraining<GanDigitsSettings, GanDigitsSnapshot>({
    trainer: 'ganDigits',
    state,
    suited: 'wasm',
  });
  useAutoStart(training);
  const snapshot = training.snapshot.value;
  const change = (changes: Partial<GanDigitsSettings>) => state.change(changes);
  const set = bound(settings, change);
  const begin = (r1: number) => {
    if (r1 === settings.r1) training.reset();
    else change({ r1 }); // another penalty begins anew by itself
    training.start();
  };
  const takeOther = () => change({ hand: 1 + (state.signal.peek().hand % 999) });
  const woven = {
    real: { lights: 'real' },
    answers: { lights: 'answers' },
    misread: { lights: 'misread' },
    walk: { set: () => change({ walks: true }), lights: 'walk' },
    other: { set: takeOther },
    none: { set: () => begin(0), lights: 'r1' },
    some: { set: () => begin(ganDigitsSchema.initial.r1), lights: 'r1' },
  };
  const guide = stepNames.map((name) => {
    const isAsked = 'question' in texts.steps[name];
    return guideStep(texts.steps[name], {
      words: woven,
      set: () => {
        const isOther = state.signal.peek().r1 !== presets[name].r1;
        if (isOther) training.pause(); // until one has predicted
        change(presets[name]);
        if (!isAsked && (isOther || training.status.peek() === 'idle')) training.start();
      },
      verdict: judge(name, snapshot),
      ...(isAsked && {
        predict: { answer: answerOf(name, snapshot), onChoose: () => training.start() },
      }),
    });
  });
  const { x = [], y } = snapshot?.curves ?? {};
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.batch} />
      <Workbench
        picture={
          <Card>
            {snapshot && (
              <Sheet snapshot={snapshot} chosen={settings.chosen} onChoose={(chosen) => change({ chosen })} />
            )}
          </Card>
        }
        stage={
          snapshot && (
            <LookInside
              snapshot={snapshot}
              onClass={(digit) => change({ chosen: settings.chosen - (settings.chosen % classes) + digit })}
            />
          )
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={
          <>
            <Card title={texts.drawing}>
              <Lit name="walk">
                <Switch label={texts.walk} checked={settings.walks} onChange={(walks) => change({ walks })} />
              </Lit>
              <Button icon={Shuffle} onClick={takeOther}>
                {texts.other}
              </Button>
            </Card>
            <Card title={words.learning}>
              <Lit name="r1">
                <StopSlider label={texts.r1} stops={penalties} format={formatBrief} {...set('r1')} />
              </Lit>
              <StopSlider
                label={words.learningRate}
                stops={rates}
                format={formatBrief}
                {...set('learningRate')}
              />
            </Card>
          </>
        }
        below={
          <>
            <div class="gan-digits-curves">
              <Card title={texts.quality}>
                <LineChart
                  label={texts.quality}
                  x={x}
                  series={[
                    { name: texts.recognised, color: '--series-1', values: y?.recognised ?? [] },
                    { name: texts.variety, color: '--series-2', values: y?.variety ?? [] },
                  ]}
                  range={[0, 1]}
                  percent
                  height={160}
                />
              </Card>
              <Card title={texts.answers}>
                <LineChart
                  label={texts.answers}
                  x={x}
                  series={[
                    { name: texts.toReal, color: '--class-b', values: y?.realAnswer ?? [] },
                    { name: texts.toFake, color: '--class-a', values: y?.fakeAnswer ?? [] },
                  ]}
                  range={[0, 1]}
                  percent
                  height={160}
                />
              </Card>
            </div>
            <Explanation parts={Object.values(texts.explain)} />
          </>
        }
      />
    </PageLayout>
  );
}
