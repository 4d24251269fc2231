import { Eraser, PenLine } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { Lit, lighting } from '../../guide/light.js';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Place } from '../../plane/place.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { bound } from '../../ui/bound.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import { Switch } from '../../ui/switch.js';
import { useTraining } from '../../worker/use-training.js';
import { answerOf, judge, type StepName, stepNames } from './judge.js';
import '../../signs/legend.css';
import '../../ui/text-input.css';
import './main.css';
import {
  type DiffusionSettings,
  diffusionSchema,
  drawnCount,
  mostOwn,
  ownPoint,
  stepCounts,
  type TargetName,
} from './settings.js';
import { diffusionTexts } from './texts.js';
import { type Moment, TimePlane } from './time-plane.js';
import type { DiffusionSnapshot } from './train.js';
import { pointsOfWord } from './word.js';

const plays: Moment = { share: 'plays' };

export function DiffusionPage() {
  const texts = inLanguage(diffusionTexts);
  const words = inLanguage(terms);
  const state = usePageState(diffusionSchema);
  const settings = state.value;
  const [moment, setMoment] = useState(plays);
  const [showsArrows, setShowsArrows] = useState(true);
  const [word, setWord] = useState(texts.firstWord);
  const training = useTraining<DiffusionSettings, DiffusionSnapshot>({
    trainer: 'diffusion',
    state,
    suited: 'wasm',
  });
  useAutoStart(training);
  const latest = training.snapshot.value;
  const snapshot = latest?.settings.target === settings.target ? latest : undefined;
  const steps = training.steps.value;
  const change = (changes: Partial<DiffusionSettings>) => state.change(changes);
  const set = bound(settings, change);
  const begin = (changes: Partial<DiffusionSettings>) => {
    change(changes);
    if (training.status.peek() !== 'running') training.start();
  };
  const own = useRef(settings.own);
  own.current = settings.own;
  const draw = (points: DiffusionSettings['own']) => {
    own.current = points.slice(-mostOwn); // a stroke brings several at once
    begin({ target: 'own', own: own.current });
  };
  const onPoint = (place: Place) => draw([...own.current, ownPoint(place)]);
  const presets: Readonly<Record<StepName, Partial<DiffusionSettings>>> = {
    spiral: { target: 'spiral', count: 16, eta: 0 },
    arrows: { target: 'spiral', count: 16, eta: 0 },
    few: { target: 'spiral', count: 1, eta: 0 },
    own: { target: 'own', count: 16, eta: 0 },
  };
  const woven = {
    points: { lights: 'points' },
    arrows: { lights: 'arrows' },
    moons: { set: () => begin({ target: 'moons' }) },
    noise: { set: () => setMoment({ share: 0 }) },
    end: { set: () => setMoment({ share: 0.9 }) },
    four: { set: () => begin({ count: 4 }) },
    sixteen: { set: () => begin({ count: 16 }) },
    eta: { set: () => begin({ count: 32, eta: 1 }), lights: 'eta' },
    word: { set: () => draw(pointsOfWord(word, mostOwn)) },
  };
  const guide = stepNames.map((name) => {
    const isAsked = 'question' in texts.steps[name];
    return guideStep(texts.steps[name], {
      words: woven,
      set: () => {
        begin(name === 'few' ? { target: 'spiral', count: 16, eta: 0 } : presets[name]);
        setMoment(name === 'arrows' ? { share: 0.5 } : { share: 'plays' });
      },
      verdict: judge(name, settings, snapshot, steps),
      ...(isAsked && {
        predict: {
          answer: answerOf(name, snapshot, steps),
          onChoose: () => {
            begin(presets[name]);
            setMoment({ share: name === 'arrows' ? 0 : 1 });
          },
        },
      }),
    });
  });
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.step} />
      <Workbench
        picture={
          <Card>
            {snapshot && (
              <TimePlane
                snapshot={snapshot}
                label={texts.plane(
                  formatNumber(drawnCount),
                  texts.targets[settings.target],
                  formatNumber(snapshot.distance, 2),
                )}
                showsArrows={showsArrows}
                moment={moment}
                onPoint={settings.target === 'own' ? onPoint : undefined}
              />
            )}
            <ul class="legend legend--centered">
              <li {...lighting('points')}>
                <svg class="legend__line" viewBox="0 0 20 12" aria-hidden="true">
                  <circle class="diffusion-point" cx="10" cy="6" r="4" />
                </svg>
                {texts.legend.points}
              </li>
              <li {...lighting('arrows')}>
                <svg class="legend__line" viewBox="0 0 20 12" aria-hidden="true">
                  <path class="diffusion-arrow" d="M2 6H17M12 2L17 6L12 10" />
                </svg>
                {texts.legend.arrows}
              </li>
              <li>
                <svg class="legend__line" viewBox="0 0 20 12" aria-hidden="true">
                  <path class="diffusion-target" d="M4 5h2v2H4zM9 3h2v2H9zM14 6h2v2h-2z" />
                </svg>
                {texts.legend.target}
              </li>
            </ul>
          </Card>
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={
          <>
            <Card title={texts.target}>
              <Segmented<TargetName>
                label={texts.target}
                hideLabel
                value={settings.target}
                choices={texts.targets}
                onChange={(target) => begin({ target })}
              />
              {settings.target === 'own' && (
                <>
                  <div class="diffusion-word">
                    <label class="field">
                      <span class="field__label">{texts.word}</span>
                      <input
                        class="text-input"
                        type="text"
                        maxLength={8}
                        value={word}
                        onInput={(event) => setWord(event.currentTarget.value)}
                      />
                    </label>
                    <Button icon={PenLine} onClick={() => draw(pointsOfWord(word, mostOwn))}>
                      {texts.write}
                    </Button>
                  </div>
                  <Button icon={Eraser} disabled={settings.own.length === 0} onClick={() => draw([])}>
                    {texts.clear}
                  </Button>
                </>
              )}
            </Card>
            <Card title={texts.drawing}>
              <StopSlider label={texts.count} stops={stepCounts} {...set('count')} />
              <Lit name="eta">
                <Slider
                  label={texts.eta}
                  min={0}
                  max={1}
                  step={0.25}
                  format={formatPercent}
                  {...set('eta')}
                />
              </Lit>
              <Switch label={texts.showArrows} checked={showsArrows} onChange={setShowsArrows} />
            </Card>
          </>
        }
        below={
          <>
            <Card title={texts.curves}>
              <LineChart
                label={texts.curves}
                x={snapshot?.curves.x ?? []}
                series={[
                  {
                    name: texts.curveOf.distance,
                    color: '--series-2',
                    values: snapshot?.curves.y.distance ?? [],
                  },
                  { name: texts.curveOf.off, color: '--series-1', values: snapshot?.curves.y.off ?? [] },
                ]}
                range={[0, undefined]}
              />
            </Card>
            <Explanation parts={[texts.explain.forth, texts.explain.back, texts.explain.distance]} />
          </>
        }
      />
    </PageLayout>
  );
}
