import { useState } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { Legend } from '../../signs/legend.js';
import { terms } from '../../signs/terms.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { useTraining } from '../../worker/use-training.js';
import './main.css';
import { DescentGuide } from './guide.js';
import { markers } from './markers.js';
import type { RaceSnapshot } from './race.js';
import { RaceMap } from './race-map.js';
import { height, RaceControls } from './race-panel.js';
import { type ContestantName, contestantNames, type DescentSettings, descentSchema } from './settings.js';
import type { SlopeSnapshot } from './slope.js';
import { SlopeControls } from './slope-panel.js';
import { SlopeView } from './slope-view.js';
import { SweepView } from './sweep-view.js';
import { descentTexts } from './texts.js';
import type { DescentSnapshot } from './train.js';
import { judgeRace, judgeSlope } from './verdict.js';

const speeds = [1, 3, 10, 20, 60, Infinity];

export function DescentPage() {
  const texts = inLanguage(descentTexts);
  const words = inLanguage(terms);
  const state = usePageState(descentSchema);
  const settings = state.value;
  const [shown, setShown] = useState<ReadonlySet<ContestantName>>(new Set(contestantNames));
  const training = useTraining<DescentSettings, DescentSnapshot>({
    trainer: 'descent',
    state,
    speed: 10,
    suited: 'cpu',
  });
  useAutoStart(training);
  const change = (changes: Partial<DescentSettings>) => state.change(changes);
  const begin = (changes: Partial<DescentSettings>) => {
    change(changes);
    training.reset();
    training.start();
  };
  const onShow = (name: ContestantName, shows: boolean) => {
    const next = new Set(shown);
    if (shows) next.add(name);
    else next.delete(name);
    setShown(next);
  };
  const snapshot = training.snapshot.value;
  const race =
    snapshot?.view === 'race' && settings.view === 'race' && snapshot.surface === settings.surface
      ? snapshot
      : undefined;
  const slope =
    snapshot?.view === 'slope' && settings.view === 'slope' && snapshot.curve === settings.curve
      ? snapshot
      : undefined;
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.step} speeds={speeds} isRandom={false} />
      <div class="descent-views">
        <Segmented<DescentSettings['view']>
          label={texts.view}
          hideLabel
          value={settings.view}
          choices={[
            { value: 'race', label: texts.views.race },
            { value: 'slope', label: texts.views.slope },
          ]}
          onChange={(view) => {
            training.pause();
            change({ view });
          }}
        />
      </div>
      <Workbench
        picture={
          <Card>
            <div class="picture">
              {race && (
                <RaceStage
                  race={race}
                  settings={settings}
                  shown={shown}
                  onStart={(start) => begin({ start })}
                />
              )}
              {slope && (
                <SlopeStage slope={slope} settings={settings} onBegin={(at) => begin({ begin: at })} />
              )}
            </div>
          </Card>
        }
        guide={
          <DescentGuide
            settings={settings}
            race={race}
            slope={slope}
            verdict={race ? judgeRace(race, shown, texts) : slope && judgeSlope(slope, texts)}
            onBegin={begin}
            onSet={(changes) => {
              change(changes);
              training.reset();
            }}
            onStart={() => training.start()}
          />
        }
        controls={
          settings.view === 'race' ? (
            <RaceControls
              settings={settings}
              onChange={change}
              snapshot={race}
              shown={shown}
              onShow={onShow}
            />
          ) : (
            <SlopeControls
              settings={settings}
              onChange={change}
              onTry={(learningRate) => begin({ learningRate })}
            />
          )
        }
        below={
          <>
            {settings.view === 'race' ? (
              <Heights race={race} shown={shown} />
            ) : (
              <Losses slope={slope} settings={settings} />
            )}
            <Explanation parts={[texts.explain.race, texts.explain.rate, texts.explain.look]} />
          </>
        }
      />
    </PageLayout>
  );
}

interface RaceStageProps {
  readonly race: RaceSnapshot;
  readonly settings: DescentSettings;
  readonly shown: ReadonlySet<ContestantName>;
  readonly onStart: (start: DescentSettings['start']) => void;
}

function RaceStage({ race, settings, shown, onStart }: RaceStageProps) {
  const texts = inLanguage(descentTexts);
  const present = contestantNames.filter((name) => shown.has(name));
  const words = present.map((name) => {
    const { state, steps, height: at } = race.runs[name];
    const number = state === 'arrived' || state === 'left' ? formatNumber(steps) : height(at);
    return texts.run[state](texts.names[name], number);
  });
  const [x, y] = settings.start.map((at) => formatNumber(at, 2));
  return (
    <>
      <RaceMap
        label={texts.map(texts.surfaces[race.surface], x!, y!, words.join(' '))}
        snapshot={race}
        shown={shown}
        start={settings.start}
        onStart={onStart}
      />
      <Legend
        items={[
          ['start', texts.legend.start],
          ['goal', texts.legend.goal],
        ]}
      />
      <p class="field__hint">{texts.mapHint}</p>
    </>
  );
}

interface SlopeStageProps {
  readonly slope: SlopeSnapshot;
  readonly settings: DescentSettings;
  readonly onBegin: (w: number) => void;
}

function SlopeStage({ slope, settings, onBegin }: SlopeStageProps) {
  const texts = inLanguage(descentTexts);
  const [w, loss, grad] = [slope.w.at(-1)!, slope.loss.at(-1)!, slope.slope.at(-1)!];
  const [wText, lossText, slopeText] = [w, loss, grad].map((value) => formatNumber(value, 2));
  const bracketed = grad < 0 ? `(${slopeText})` : slopeText!;
  const next = formatNumber(w - settings.learningRate * grad, 2);
  return (
    <>
      <SlopeView
        label={texts.slopeView(texts.curves[slope.curve], wText!, lossText!, slopeText!)}
        snapshot={slope}
        names={{ slope: texts.slope, parameter: texts.parameter, loss: texts.loss }}
        onBegin={onBegin}
      />
      <p class="descent-update">
        {texts.nextStep(wText!, formatBrief(settings.learningRate), bracketed, next)}
      </p>
    </>
  );
}

interface HeightsProps {
  readonly race: RaceSnapshot | undefined;
  readonly shown: ReadonlySet<ContestantName>;
}

function Heights({ race, shown }: HeightsProps) {
  const texts = inLanguage(descentTexts);
  const present = contestantNames.filter((name) => shown.has(name));
  return (
    <Card title={texts.heights}>
      <LineChart
        label={texts.heights}
        x={race?.curves.x ?? []}
        series={present.map((name) => ({
          name: texts.names[name],
          color: markers[name].color,
          values: race?.curves.y[name] ?? [],
        }))}
        logarithmic
        height={200}
      />
    </Card>
  );
}

interface LossesProps {
  readonly slope: SlopeSnapshot | undefined;
  readonly settings: DescentSettings;
}

function Losses({ slope, settings }: LossesProps) {
  const texts = inLanguage(descentTexts);
  const loss = slope?.loss ?? [];
  return (
    <div class="descent-losses">
      <Card title={texts.lossByStep}>
        <LineChart
          label={texts.lossByStep}
          x={loss.map((_, i) => i)}
          series={[{ name: texts.lossByStep, color: '--series-2', values: loss }]}
          range={[0, undefined]}
          height={180}
        />
      </Card>
      <Card title={texts.sweep.title}>
        {slope && (
          <SweepView losses={slope.sweep} first={slope.loss[0]!} learningRate={settings.learningRate} />
        )}
      </Card>
    </div>
  );
}
