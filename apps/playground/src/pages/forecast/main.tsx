import { Eraser } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { lighting } from '../../guide/light.js';
import { formatNumber } from '../../i18n/numbers.js';
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
import { Select } from '../../ui/select.js';
import { Slider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { useTraining } from '../../worker/use-training.js';
import { ForecastChart } from './chart.js';
import { answerOf, judge, type StepName, stepNames } from './judge.js';
import { LookInside } from './look-inside.js';
import '../../signs/legend.css';
import './main.css';
import { ahead, type CurveName, curveNames, levelAt, past, windowLength } from '../../series/series.js';
import { type ForecastSettings, forecastSchema } from './settings.js';
import { SlowReading, type SlowState } from './slow.js';
import { forecastTexts } from './texts.js';
import type { ForecastSnapshot, Reading } from './train.js';

const legend = [
  ['past', 'forecast-past', 'M1 6H25'],
  ['median', 'forecast-median', 'M1 6H25'],
  ['band', 'forecast-band', 'M1 1H25V11H1Z'],
  ['naive', 'forecast-naive', 'M1 6H25'],
  ['truth', 'forecast-truth', 'M1 6H25'],
] as const;

export function ForecastPage() {
  const texts = inLanguage(forecastTexts);
  const words = inLanguage(terms);
  const state = usePageState(forecastSchema);
  const settings = state.value;
  const [at, setAt] = useState(ahead - 1);
  const [slow, setSlow] = useState<SlowState | undefined>();
  const training = useTraining<ForecastSettings, ForecastSnapshot>({
    trainer: 'forecast',
    state,
    suited: 'wasm',
  });
  useAutoStart(training);
  const latest = training.snapshot.value;
  const snapshot = latest?.settings.curve === settings.curve ? latest : undefined;
  const steps = training.steps.value;
  const change = (changes: Partial<ForecastSettings>) => state.change(changes);
  const set = bound(settings, change);
  const begin = (curve: CurveName) => {
    change({ curve });
    training.reset();
    training.start();
  };
  const draw = (from: number, values: readonly number[]) => {
    const { own } = state.signal.peek();
    const next = Array.from({ length: past + ahead }, (_, i) => {
      const value = values[i - from];
      return value === undefined ? (own[i] ?? -1) : levelAt(value);
    });
    change({ own: next });
    if (training.status.peek() === 'finished') training.reset();
    training.start();
  };
  const beginSlow = async () => {
    training.pause();
    setSlow({ phase: 1, at, reading: await training.ask<Reading>('reading', at) });
  };
  const woven = {
    median: { lights: 'median' },
    band: { lights: 'band' },
    truth: { lights: 'truth' },
    naive: { lights: 'naive' },
    walk: { set: () => begin('walk') },
    own: { set: () => begin('own') },
  };
  const guide = stepNames.map((name: StepName) =>
    guideStep(texts.steps[name], {
      words: woven,
      set: () => {
        const isAsked = 'question' in texts.steps[name];
        change({ curve: name, truth: !isAsked });
        training.reset();
        if (!isAsked) training.start();
      },
      verdict: judge(name, settings, snapshot, steps),
      ...('question' in texts.steps[name] && {
        predict: {
          answer: answerOf(name, snapshot, steps),
          onChoose: () => {
            change({ truth: true });
            training.start();
          },
        },
      }),
    }),
  );
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.step} />
      <Workbench
        picture={
          <Card>
            <div class="forecast-picture">
              {snapshot && (
                <ForecastChart
                  label={texts.chart(
                    texts.curves[settings.curve],
                    formatNumber(snapshot.errors.network, 2),
                    formatNumber(snapshot.errors.naive, 2),
                  )}
                  snapshot={snapshot}
                  showsTruth={settings.truth}
                  at={at}
                  onPoint={setAt}
                  read={slow?.phase}
                  hint={settings.curve === 'own' && settings.own.length === 0 ? texts.drawHere : undefined}
                  onDraw={settings.curve === 'own' ? draw : undefined}
                />
              )}
              <ul class="legend">
                {legend.map(([name, look, path]) => (
                  <li key={name} {...lighting(name)}>
                    <svg class="legend__line" viewBox="0 0 26 12" aria-hidden="true">
                      <path class={look} d={path} />
                    </svg>
                    {texts.legend[name]}
                  </li>
                ))}
              </ul>
              {snapshot && (
                <SlowReading
                  state={slow}
                  onChange={setSlow}
                  values={snapshot.past.slice(-windowLength)}
                  onStart={() => void beginSlow()}
                />
              )}
            </div>
          </Card>
        }
        stage={
          snapshot && <LookInside snapshot={snapshot} showsTruth={settings.truth} at={at} onAt={setAt} />
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={
          <Card title={texts.curve}>
            <Select<CurveName>
              label={texts.curve}
              hideLabel
              value={settings.curve}
              choices={curveNames.map((value) => ({ value, label: texts.curves[value] }))}
              onChange={begin}
            />
            {settings.curve === 'own' && (
              <Button icon={Eraser} onClick={() => change({ own: [] })}>
                {texts.clear}
              </Button>
            )}
            <Switch
              label={texts.showTruth}
              checked={settings.truth}
              onChange={(truth) => change({ truth })}
            />
            <Slider label={texts.hidden} min={4} max={32} step={4} {...set('hidden')} />
          </Card>
        }
        below={
          <>
            <Card title={texts.lossCurve}>
              <LineChart
                label={texts.lossCurve}
                x={snapshot?.curves.x ?? []}
                series={[{ name: words.train, color: '--train', values: snapshot?.curves.y.loss ?? [] }]}
                range={[0, undefined]}
              />
            </Card>
            <Explanation parts={[texts.explain.how, texts.explain.loss, texts.explain.fair]} />
          </>
        }
      />
    </PageLayout>
  );
}
