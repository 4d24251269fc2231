import { Eraser, Shapes } from 'lucide-preact';
import { useRef, useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { Lit } from '../../guide/light.js';
import { Woven } from '../../guide/woven.js';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { drawnPixels } from '../../pictures/drawn-pixels.js';
import { writePixels } from '../../pictures/written-pixels.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { HeatMap } from '../../signs/heat-map.js';
import { MapSheet } from '../../signs/map-sheet.js';
import { inRows, Matrix } from '../../signs/matrix.js';
import { largestOf, ProbabilityBars } from '../../signs/probability-bars.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { DrawPad, inkOf, type Strokes } from '../../ui/draw-pad.js';
import { Segmented } from '../../ui/segmented.js';
import { useTraining } from '../../worker/use-training.js';
import { readImage, side } from '../digits/settings.js';
import { byHeat, judge, type StepName, stepNames } from './judge.js';
import './main.css';
import { type CnnSettings, cnnSchema, lookSchema, type MethodName, methodNames } from './settings.js';
import { cnnTexts } from './texts.js';
import type { CnnSnapshot } from './train.js';

const digitNames = Array.from({ length: 10 }, (_, digit) => String(digit));
const warmestCount = 3;

export function CnnPage() {
  const texts = inLanguage(cnnTexts);
  const state = usePageState(cnnSchema);
  const look = usePageState(lookSchema);
  const settings = state.value;
  const { filter } = look.value;
  const [strokes, setStrokes] = useState<Strokes>([]);
  const [hasChosenFilter, setChosenFilter] = useState(false);
  const [guessed, setGuessed] = useState(false);
  const number = useRef(1);
  const training = useTraining<CnnSettings, CnnSnapshot>({ trainer: 'cnn', state, suited: 'wasm' });
  const snapshot = training.snapshot.value;
  const change = (changes: Partial<CnnSettings>) => state.change(changes);
  const answer = snapshot && largestOf(snapshot.probabilities);
  const onDraw = (drawn: Strokes) => {
    setStrokes(drawn);
    const { ink, size } = inkOf(drawn);
    const pixels = drawnPixels(ink, size, size, side);
    change({ image: pixels ? writePixels(pixels) : '', cover: [] });
  };
  const show = (image: string) => {
    setStrokes([]);
    change({ image, cover: [] });
  };
  const showExample = () =>
    void training.ask<Float32Array>('example', 37 * number.current++).then(
      (pixels) => show(writePixels(pixels)),
      () => {}, // the worker was ended: its message is shown already
    );
  const coverWarmest = () => {
    if (!snapshot) return;
    const open = byHeat(snapshot.heat).filter((pixel) => !settings.cover.includes(pixel));
    change({ cover: [...settings.cover, ...open.slice(0, warmestCount)] });
  };
  const chooseFilter = (next: number) => {
    look.change({ filter: next });
    setChosenFilter(true);
  };
  const asking = (method: MethodName) => ({ set: () => change({ method }), lights: 'method' });
  const words = {
    cam: asking('cam'),
    saliency: asking('saliency'),
    occlusion: asking('occlusion'),
    warmest: { set: coverWarmest },
    eight: { set: () => change({ of: 8 }) },
    maps: { lights: 'maps' },
  };
  const stepSettings: Readonly<Record<StepName, Partial<CnnSettings>>> = {
    heat: cnnSchema.initial,
    cover: { cover: [], of: -1, method: 'occlusion' },
    other: { cover: [], of: -1, method: 'cam' },
    filters: { cover: [], of: -1 },
    draw: { cover: [], of: -1, method: 'cam' },
  };
  const isCovered =
    settings.cover.length >= warmestCount && snapshot?.settings.cover.length === settings.cover.length;
  const keeps = snapshot && answer === largestOf(snapshot.uncovered);
  const steps = stepNames.map((name) => ({
    title: texts.steps[name].title,
    text: <Woven text={texts.steps[name].text} words={words} />,
    lookFor: texts.steps[name].look,
    set: () => {
      change(stepSettings[name]);
      setGuessed(false);
      if (name === 'draw') onDraw([]);
      else if (settings.image === '') show(cnnSchema.initial.image);
    },
    verdict: judge(name, snapshot, { filter, hasChosenFilter, hasDrawn: strokes.length > 0 }, texts),
    ...(name === 'cover' && {
      predict: {
        question: texts.prediction.question,
        choices: texts.prediction.choices,
        answer: guessed && isCovered ? Number(!keeps) : undefined,
        why: texts.prediction.because,
        onChoose: () => {
          if (!guessed) coverWarmest();
          setGuessed(true);
        },
      },
    }),
  }));
  const most = (values: Float32Array) =>
    formatNumber(
      values.reduce((a, b) => Math.max(a, b)),
      2,
    );
  const kernel = snapshot?.kernels[filter];
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} />
      <Workbench
        picture={
          <Card>
            <div class="cnn-picture">
              <DrawPad
                label={texts.pad}
                strokes={strokes}
                onChange={onDraw}
                backdrop={readImage(settings.image)}
              />
              {snapshot && (
                <HeatMap
                  label={texts.heat(formatNumber(snapshot.explained))}
                  size={side}
                  pixels={snapshot.pixels}
                  heat={snapshot.heat}
                  covered={settings.cover}
                  onPress={(pixel) =>
                    change({
                      cover: settings.cover.includes(pixel)
                        ? settings.cover.filter((other) => other !== pixel)
                        : [...settings.cover, pixel],
                    })
                  }
                />
              )}
              <div class="cnn-answer">
                <ProbabilityBars
                  label={texts.probabilities}
                  names={digitNames}
                  values={snapshot?.probabilities}
                  chosen={snapshot?.explained}
                  onChoose={(digit) => change({ of: digit === answer ? -1 : digit })}
                />
              </div>
            </div>
          </Card>
        }
        stage={
          <Lit name="maps">
            <Card>
              <div class="cnn-layers">
                <p class="card__note">{texts.first}</p>
                <MapSheet
                  maps={snapshot?.first}
                  count={16}
                  columns={8}
                  label={texts.first}
                  nameOf={(map) =>
                    texts.map(formatNumber(map + 1), snapshot ? most(snapshot.first.values[map]!) : '–')
                  }
                  chosen={filter}
                  onChoose={chooseFilter}
                />
                <p class="card__note">{texts.second}</p>
                <MapSheet
                  maps={snapshot?.second}
                  count={32}
                  columns={16}
                  label={texts.second}
                  nameOf={(map) =>
                    texts.map(formatNumber(map + 1), snapshot ? most(snapshot.second.values[map]!) : '–')
                  }
                  chosen={undefined}
                  onChoose={() => {}}
                />
              </div>
              {kernel && (
                <div class="cnn-inside">
                  <div>
                    <h2 class="card__title">{texts.inside(formatNumber(filter + 1))}</h2>
                    <p class="card__note numbers">{texts.formula}</p>
                  </div>
                  <Matrix
                    label={texts.kernel}
                    rows={inRows(
                      Array.from(kernel, (value) => ({ value, text: formatNumber(value, 2) })),
                      3,
                    )}
                  />
                </div>
              )}
            </Card>
          </Lit>
        }
        guide={<Guide question={texts.question} steps={steps} />}
        controls={
          <>
            <Card title={texts.method}>
              <Lit name="method">
                <Segmented<MethodName>
                  label={texts.method}
                  hideLabel
                  value={settings.method}
                  choices={methodNames.map((value) => ({ value, label: texts.methods[value] }))}
                  onChange={(method) => change({ method })}
                  hint={texts.about[settings.method]}
                />
              </Lit>
              <Button disabled={settings.cover.length === 0} onClick={() => change({ cover: [] })}>
                {texts.uncover}
              </Button>
            </Card>
            <Card title={texts.sources}>
              <Button icon={Shapes} onClick={showExample}>
                {texts.example}
              </Button>
              <Button icon={Eraser} onClick={() => onDraw([])}>
                {texts.clear}
              </Button>
            </Card>
          </>
        }
        below={<Explanation parts={[texts.explain.cam, texts.explain.others, texts.explain.care]} />}
      />
    </PageLayout>
  );
}
