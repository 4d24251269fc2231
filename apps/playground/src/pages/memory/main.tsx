import { useState } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { Lit, lighting } from '../../guide/light.js';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { markers } from '../../optimizer/markers.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { SurfaceMap } from '../../surface/surface-map.js';
import { bound } from '../../ui/bound.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { useTraining } from '../../worker/use-training.js';
import { answerOf, judge, type StepName, stepNames } from './judge.js';
import { LookInside } from './look-inside.js';
import './main.css';
import {
  lengths,
  type MemorySettings,
  type MethodName,
  mapRange,
  memorySchema,
  methodNames,
  viewNames,
} from './settings.js';
import { memoryTexts } from './texts.js';
import { TimeView } from './time-view.js';
import type { MemorySnapshot } from './train.js';

const speeds = [1, 5, 20, 60, Infinity];
const rates = [0.0001, 0.001, 0.01, 0.03, 0.1, 0.3];
const clips = [0.1, 0.3, 1, 3, 10, 30, 100];
const looks = { plain: markers.sgd, clip: markers.momentum, rprop: markers.nesterov } as const;
const { initial } = memorySchema;

/** What each step sets. Where one guesses first, the way back is hidden until then. */
const stepSettings: Readonly<Record<StepName, MemorySettings>> = {
  count: initial,
  explode: { ...initial, w: 1.5, length: 50, back: false },
  vanish: { ...initial, w: 0.5, length: 50, back: false },
  cliff: { ...initial, view: 'map', u: 0.5, w: 1.5, length: 10 },
  cell: { ...initial, w: 0.9, length: 50, lstm: true },
};

export function MemoryPage() {
  const texts = inLanguage(memoryTexts);
  const words = inLanguage(terms);
  const state = usePageState(memorySchema);
  const settings = state.value;
  const [pointed, setPointed] = useState(Infinity); // the last

  const training = useTraining<MemorySettings, MemorySnapshot>({
    trainer: 'memory',
    state,
    speed: 60,
    suited: 'cpu',
  });
  const latest = training.snapshot.value;
  const snapshot = latest?.bits.length === settings.length ? latest : undefined;
  const isOver = training.status.value === 'finished';
  const change = (changes: Partial<MemorySettings>) => state.change(changes);
  /** Weights that one sets are those that one sees: the training waits. */
  const place = (changes: Partial<MemorySettings>) => {
    training.pause();
    change(changes);
    if (training.steps.peek() > 0) training.reset();
  };
  const set = bound(settings, change);
  const put = bound(settings, place);
  const at = Math.min(pointed, settings.length);
  const showing = (method: MethodName) => ({ set: () => change({ method }), lights: method });
  const woven = {
    u: { lights: 'u' },
    w: { lights: 'w' },
    high: { set: () => place({ w: 1.5 }), lights: 'w' },
    low: { set: () => place({ w: 0.5 }), lights: 'w' },
    lstm: { lights: 'line' },
    open: { set: () => place({ forget: 5 }), lights: 'forget' },
    shut: { set: () => place({ forget: -1 }), lights: 'forget' },
    plain: showing('plain'),
    clip: showing('clip'),
    rprop: showing('rprop'),
  };
  const steps = stepNames.map((name) =>
    guideStep(texts.steps[name], {
      words: woven,
      set: () => {
        place(stepSettings[name]);
        setPointed(name === 'count' ? Infinity : 1);
      },
      verdict: judge(name, settings, snapshot, isOver),
      ...('question' in texts.steps[name] && {
        predict: {
          answer: answerOf(name, settings, snapshot, isOver),
          onChoose: () => (name === 'cliff' ? training.start() : change({ back: true })),
        },
      }),
    }),
  );
  const timeView = snapshot && (
    <TimeView snapshot={snapshot} showsBack={settings.back} at={at} onPoint={setPointed} />
  );
  const map = snapshot && (
    <div class="picture">
      <SurfaceMap
        label={texts.map(
          formatNumber(settings.u, 2),
          formatNumber(settings.w, 2),
          methodNames.map((name) => runText(name, snapshot)).join(' '),
        )}
        surface={`memory ${settings.length} ${training.seed.value}`}
        relief={snapshot.relief}
        xRange={mapRange}
        yRange={mapRange}
        start={[settings.u, settings.w]}
        goals={[[1, 1]]}
        trails={methodNames.map((name) => ({ ...looks[name], places: snapshot.runs[name].trail }))}
        arrows={[]}
        onStart={([u, w]) => {
          place({ u, w });
          training.start();
        }}
      />
      <ul class="memory-runs">
        {methodNames.map((name) => (
          <li key={name} {...lighting(name)}>
            <svg viewBox="-9 -9 18 18" aria-hidden="true">
              <path d={looks[name].path} fill={`var(${looks[name].color})`} />
            </svg>
            {texts.methods[name]}
          </li>
        ))}
      </ul>
      <p class="field__hint">{texts.mapNote}</p>
    </div>
  );
  const isMap = settings.view === 'map';
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.step} speeds={speeds} />
      <Workbench
        picture={
          <Card>
            <div class="memory-picture">
              {isMap ? map : (timeView ?? <div class="unrolled" />)}
              {!isMap && (
                <Lit name="w">
                  <Slider label={texts.w} min={0} max={2} step={0.01} {...put('w')} format={twoDecimals} />
                </Lit>
              )}
            </div>
          </Card>
        }
        stage={
          snapshot && (
            <>
              {!isMap && <LookInside snapshot={snapshot} settings={settings} at={at} onAt={setPointed} />}
              <Card title={isMap ? texts.views.steps : texts.views.map}>{isMap ? timeView : map}</Card>
              {isMap && <LookInside snapshot={snapshot} settings={settings} at={at} onAt={setPointed} />}
            </>
          )
        }
        guide={<Guide question={texts.question} steps={steps} />}
        controls={
          <>
            <Card title={texts.weights}>
              <Segmented
                label={texts.view}
                choices={viewNames.map((value) => ({ value, label: texts.views[value] }))}
                {...set('view')}
              />
              <Lit name="u">
                <Slider label={texts.u} min={-2} max={2} step={0.01} {...put('u')} format={twoDecimals} />
              </Lit>
              <StopSlider label={texts.length} stops={lengths} {...put('length')} />
              <Switch label={texts.showBack} checked={settings.back} onChange={(back) => change({ back })} />
            </Card>
            <Card title={words.learning}>
              <Segmented<MethodName>
                label={texts.follow}
                choices={methodNames.map((value) => ({ value, label: texts.methods[value] }))}
                {...set('method')}
              />
              <StopSlider label={words.learningRate} hint={texts.rateHint} stops={rates} {...put('rate')} />
              <StopSlider label={texts.clip} stops={clips} {...put('clip')} />
            </Card>
            <Card title="LSTM">
              <Switch label={texts.showLSTM} checked={settings.lstm} onChange={(lstm) => change({ lstm })} />
              <Lit name="forget">
                <Slider
                  label={texts.forget}
                  hint={texts.forgetHint(formatPercent(1 / (1 + Math.exp(-settings.forget)), 1))}
                  min={-2}
                  max={6}
                  step={0.5}
                  {...put('forget')}
                />
              </Lit>
            </Card>
          </>
        }
        below={
          <>
            <Card title={texts.losses}>
              <LineChart
                label={texts.losses}
                x={snapshot?.curves.x ?? []}
                series={(settings.lstm ? ([...methodNames, 'lstm'] as const) : methodNames).map((name) => ({
                  name: name === 'lstm' ? 'LSTM' : texts.methods[name],
                  color: name === 'lstm' ? '--series-4' : looks[name].color,
                  values: snapshot?.curves.y[name] ?? [],
                }))}
                logarithmic
              />
            </Card>
            <Explanation parts={[texts.explain.product, texts.explain.mend, texts.explain.here]} />
          </>
        }
      />
    </PageLayout>
  );
}

const twoDecimals = (value: number): string => formatNumber(value, 2);

function runText(name: MethodName, { runs }: MemorySnapshot): string {
  const { methods, states, state } = inLanguage(memoryTexts).verdict;
  return state(methods[name], states[runs[name].state]);
}
