import { useEffect, useState } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { Lit } from '../../guide/light.js';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { StopSlider } from '../../ui/slider.js';
import { useTraining } from '../../worker/use-training.js';
import { agreed, answerOf, betaOf, judge, type StepName, stepNames } from './judge.js';
import { LookInside } from './look-inside.js';
import './main.css';
import { MapView } from './map-view.js';
import { betas, type LatentSettings, latentSchema } from './settings.js';
import { latentTexts } from './texts.js';
import type { LatentSnapshot } from './train.js';

export function LatentPage() {
  const texts = inLanguage(latentTexts);
  const words = inLanguage(terms);
  const state = usePageState(latentSchema);
  const settings = state.value;
  const training = useTraining<LatentSettings, LatentSnapshot>({
    trainer: 'latent',
    state,
    seed: 3,
    suited: 'wasm',
  });
  useAutoStart(training);
  const snapshot = training.snapshot.value;
  const [met, setMet] = useState<ReadonlySet<number>>(new Set());
  const common = snapshot?.look.common;
  useEffect(() => {
    if (!common || common.count < agreed || met.has(common.digit)) return;
    setMet(new Set([...met, common.digit]));
  }, [common]);
  const change = (changes: Partial<LatentSettings>) => state.change(changes);
  const begin = (beta: number, isStarted = true) => {
    change({ beta });
    training.reset();
    if (isStarted) training.start();
  };
  const press = (beta: number) => {
    change({ beta });
    if (training.status.peek() === 'finished') training.reset();
    training.start();
  };
  const woven = {
    clouds: { set: () => change({ view: 'clouds' }), lights: 'view' },
    map: { set: () => change({ view: 'map' }), lights: 'view' },
    both: { set: () => change({ view: 'both' }), lights: 'view' },
    free: { set: () => press(0), lights: 'beta' },
    pressed: { set: () => press(64), lights: 'beta' },
  };
  const guide = stepNames.map((name: StepName) => {
    const isAsked = 'question' in texts.steps[name];
    return guideStep(texts.steps[name], {
      words: woven,
      set: () => {
        if (name === 'walk') setMet(new Set());
        if (isAsked || state.signal.peek().beta !== betaOf[name]) begin(betaOf[name], !isAsked);
        else if (training.status.peek() === 'idle') training.start();
      },
      verdict: judge(name, snapshot, met.size),
      ...(isAsked && {
        predict: { answer: answerOf(name, snapshot), onChoose: () => training.start() },
      }),
    });
  });
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.batch} />
      <Workbench
        picture={
          <Card>
            {snapshot && (
              <MapView
                label={texts.map(
                  formatNumber(snapshot.reach),
                  formatNumber(snapshot.parts.reconstruction, 1),
                )}
                said={texts.said(
                  String(snapshot.look.common.digit),
                  formatNumber(snapshot.look.common.count),
                )}
                snapshot={snapshot}
                view={settings.view}
                at={settings.at}
                onWalk={(at) => change({ at })}
              />
            )}
          </Card>
        }
        stage={snapshot && <LookInside look={snapshot.look} beta={snapshot.beta} />}
        guide={<Guide question={texts.question} steps={guide} />}
        controls={
          <Card title={texts.view}>
            <Lit name="view">
              <Segmented
                label={texts.view}
                hideLabel
                value={settings.view}
                choices={texts.views}
                onChange={(view) => change({ view })}
              />
            </Lit>
            <Lit name="beta">
              <StopSlider
                label={texts.beta}
                stops={betas}
                value={settings.beta}
                format={formatBrief}
                onChange={press}
              />
            </Lit>
          </Card>
        }
        below={
          <>
            <Card title={texts.curves}>
              <LineChart
                label={texts.curves}
                x={snapshot?.curves.x ?? []}
                series={[
                  {
                    name: texts.reconstruction,
                    color: '--series-1',
                    values: snapshot?.curves.y.reconstruction ?? [],
                  },
                  {
                    name: texts.divergence,
                    color: '--series-2',
                    values: snapshot?.curves.y.divergence ?? [],
                  },
                ]}
                range={[0, undefined]}
              />
            </Card>
            <Explanation parts={[texts.explain.how, texts.explain.bound, texts.explain.why]} />
          </>
        }
      />
    </PageLayout>
  );
}
