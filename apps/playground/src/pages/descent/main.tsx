import { useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { guideSteps } from '../../guide/guide-steps.js';
import { inLanguage } from '../../i18n/texts.js';
import { markers } from '../../optimizer/markers.js';
import { UpdateCard } from '../../optimizer/update-card.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { arrowsOf } from '../../surface/update-arrows.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { useTraining } from '../../worker/use-training.js';
import { RaceControls, SlopeControls } from './controls.js';
import './main.css';
import {
  type ContestantName,
  contestantNames,
  type DescentSettings,
  descentSchema,
  steps,
} from './settings.js';
import { Heights, Losses, nextUpdate, RaceStage, SlopeStage } from './stage.js';
import { descentTexts, nameOf } from './texts.js';
import type { DescentSnapshot } from './train.js';
import { judgeRace, judgeSlope } from './verdict.js';

const speeds = [1, 3, 10, 20, 60, Infinity];

export function DescentPage() {
  const texts = inLanguage(descentTexts);
  const state = usePageState(descentSchema);
  const settings = state.value;
  const [shown, setShown] = useState<ReadonlySet<ContestantName>>(new Set(contestantNames));
  const [followed, setFollowed] = useState<ContestantName>('momentum');
  const [phase, setPhase] = useState<number | undefined>();
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
  const latest = training.snapshot.value;
  const isRace = settings.view === 'race';
  const race = latest?.view === 'race' && isRace && latest.surface === settings.surface ? latest : undefined;
  const slope = latest?.view === 'slope' && !isRace && latest.curve === settings.curve ? latest : undefined;
  const snapshot = race ?? slope;
  const present = contestantNames.filter((name) => shown.has(name));
  const chosen = present.includes(followed) ? followed : present[0];
  const lines = snapshot && chosen && nextUpdate(settings, chosen, snapshot);
  const verdict = race ? judgeRace(race, present, texts.verdict) : slope && judgeSlope(slope, texts.verdict);
  const isOver = race && Object.values(race.runs).every((run) => run.state !== 'underway');
  const isOn = (surface: DescentSettings['surface']) => race?.surface === surface;
  const answers: Partial<Record<keyof typeof steps, number | undefined>> = {
    ripples: isOn('ripples') && isOver ? Number(race?.runs.momentum.state === 'arrived') : undefined,
    huge: slope?.regime === 'diverges' ? 2 : undefined,
  };
  const isSeen = {
    race: isOn('valley') && settings.factor === 1 && isOver === true,
    thrown: isOn('valley') && race?.runs.sgd.state === 'left',
    ripples: answers.ripples === 1,
    huge: answers.huge !== undefined,
    best: slope?.regime === 'arrived' && slope.w.length <= 3,
  };
  const tries = (changes: Partial<DescentSettings>) => ({ set: () => begin(changes) });
  const guide = guideSteps({
    names: Object.keys(steps) as (keyof typeof steps)[],
    texts: texts.steps,
    words: {
      half: tries({ momentum: 0.5 }),
      most: tries({ momentum: 0.95 }),
      small: tries({ learningRate: 0.03 }),
      good: tries({ learningRate: 0.8 }),
      swings: tries({ learningRate: 1.8 }),
    },
    verdict,
    isSeen: (name) => isSeen[name],
    answer: (name) => answers[name],
    onSet: (name) => {
      change(steps[name]);
      training.reset();
    },
    onStart: () => training.start(),
  });
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={inLanguage(terms).step} speeds={speeds} isRandom={false} />
      <div class="descent-views">
        <Segmented
          label={texts.view}
          hideLabel
          value={settings.view}
          choices={(['race', 'slope'] as const).map((value) => ({ value, label: texts.views[value] }))}
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
                  present={present}
                  arrows={
                    lines && chosen && phase !== undefined
                      ? arrowsOf(lines, phase, markers[chosen].color)
                      : []
                  }
                  onStart={(start) => begin({ start })}
                />
              )}
              {slope && <SlopeStage slope={slope} onBegin={(w) => begin({ begin: w })} />}
            </div>
          </Card>
        }
        stage={
          lines && (
            <UpdateCard
              lines={lines}
              {...(race && { chosen, onChoose: setFollowed })}
              choices={present.map((value) => ({ value, label: nameOf(value) }))}
              phase={phase}
              onPhase={(next) => {
                if (phase === undefined) training.pause();
                if (training.status.peek() === 'finished') training.reset();
                setPhase(next);
              }}
              onStep={() => training.step()}
            />
          )
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={
          isRace ? (
            <RaceControls
              settings={settings}
              onChange={change}
              race={race}
              shown={shown}
              onShow={(name, shows) =>
                setShown(new Set(contestantNames.filter((one) => (one === name ? shows : shown.has(one)))))
              }
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
            {race && <Heights race={race} present={present} />}
            {slope && <Losses slope={slope} learningRate={settings.learningRate} />}
            <Explanation parts={[texts.explain.race, texts.explain.rate, texts.explain.look]} />
          </>
        }
      />
    </PageLayout>
  );
}
