import { RotateCcw } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { LineChart } from '../../charts/line-chart.js';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { drawnPixels } from '../../pictures/drawn-pixels.js';
import { writePixels } from '../../pictures/written-pixels.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { terms } from '../../signs/terms.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { bound } from '../../ui/bound.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { inkOf, type Strokes } from '../../ui/draw-pad.js';
import { Slider, StopSlider } from '../../ui/slider.js';
import { useTraining } from '../../worker/use-training.js';
import { answerOf, judge, type Seen, stepNames, trainedWith } from './judge.js';
import './main.css';
import { type AutoencoderSettings, autoencoderSchema, firstImage, side } from './settings.js';
import { Stage } from './stage.js';
import { autoencoderTexts } from './texts.js';
import type { AutoencoderSnapshot } from './train.js';

const rates = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05];
const visible = 0.03; // by how much a pixel has to change

/** A code that one has slid: where it came from, and what it decodes to. */
interface OwnCode {
  readonly code: Float32Array;
  readonly before: Float32Array;
  readonly output: Float32Array;
}

export function AutoencoderPage() {
  const texts = inLanguage(autoencoderTexts);
  const words = inLanguage(terms);
  const state = usePageState(autoencoderSchema);
  const settings = state.value;
  const training = useTraining<AutoencoderSettings, AutoencoderSnapshot>({
    trainer: 'autoencoder',
    state,
    seed: 1,
    suited: 'wasm',
  });
  useAutoStart(training);
  const [strokes, setStrokes] = useState<Strokes>([]);
  const [own, setOwn] = useState<OwnCode | undefined>();
  const next = useRef(3);
  const latest = training.snapshot.value;
  const isOf = latest?.settings.codeSize === settings.codeSize && latest.settings.noise === settings.noise;
  const snapshot = isOf ? latest : undefined;
  const look = settings.image ? snapshot?.look : undefined;
  useEffect(() => setOwn(undefined), [settings.image, settings.codeSize, settings.noise]);

  const showImage = (image: string) => {
    setStrokes([]);
    state.change({ image });
  };
  const draw = (drawn: Strokes) => {
    setStrokes(drawn);
    const { ink, size } = inkOf(drawn);
    const pixels = drawnPixels(ink, size, size, side);
    state.change({ image: pixels ? writePixels(pixels) : '' });
  };
  const showExample = () => {
    const example = training.ask<Float32Array>('example', next.current++);
    example.then(
      (pixels) => showImage(writePixels(pixels)),
      () => {},
    ); // the worker was ended: its message is shown already
  };
  const begin = (changes: Partial<AutoencoderSettings>) => {
    const { codeSize, noise } = { ...state.signal.peek(), ...changes };
    const before = state.signal.peek();
    state.change(changes);
    if (codeSize !== before.codeSize || noise !== before.noise) training.reset();
    training.start();
  };
  const slide = (index: number, value: number) => {
    const from = own?.code ?? look?.code;
    if (!from || !look) return;
    training.pause(); // a code belongs to the weights that made it
    const code = from.slice();
    code[index] = value;
    const before = own?.before ?? look.output;
    training.ask<Float32Array>('decode', code).then(
      (output) => setOwn({ code, before, output }),
      () => {}, // as above
    );
  };
  const changed = own?.output.filter((value, i) => Math.abs(value - own.before[i]!) > visible).length;
  const seen: Seen = { settings, snapshot, isDrawn: strokes.length > 0, changed };
  const set = bound(settings, begin);
  const woven = {
    code: { lights: 'code' },
    output: { lights: 'output' },
    clear: { set: () => draw([]) },
    example: { set: showExample },
    noise: { set: () => begin({ noise: 0.4 }) },
    more: { set: () => begin({ codeSize: 16 }) },
  };
  const guide = stepNames.map((name) =>
    guideStep(texts.steps[name], {
      words: woven,
      set: () => {
        if (name === 'yours') draw([]);
        else if (settings.image === '') showImage(firstImage);
        begin(trainedWith[name]);
      },
      verdict: judge(name, seen),
      ...('question' in texts.steps[name] && { predict: { answer: answerOf(name, seen) } }),
    }),
  );
  const code = own?.code ?? look?.code;
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.batch} />
      <Workbench
        picture={
          <Card>
            <Stage
              image={settings.image}
              strokes={strokes}
              onDraw={draw}
              onExample={showExample}
              snapshot={snapshot}
              own={own}
            />
          </Card>
        }
        guide={<Guide question={texts.question} steps={guide} />}
        controls={
          <>
            <Card title={texts.code}>
              {code && snapshot ? (
                snapshot.ranges.map(([low, high], i) => (
                  <Slider
                    key={`number ${i}`}
                    label={texts.number(formatNumber(i + 1))}
                    value={Number(code[i]!.toFixed(1))}
                    min={Math.floor(10 * low) / 10}
                    max={Math.ceil(10 * high) / 10}
                    step={0.1}
                    format={(value) => formatNumber(value, 1)}
                    onChange={(value) => slide(i, value)}
                  />
                ))
              ) : (
                <p class="field__hint">{texts.noCode}</p>
              )}
              {own && (
                <Button icon={RotateCcw} onClick={() => setOwn(undefined)}>
                  {texts.itsOwn}
                </Button>
              )}
            </Card>
            <Card title={words.learning}>
              <StopSlider label={texts.codeSize} stops={[1, 2, 4, 8, 16]} {...set('codeSize')} />
              <StopSlider
                label={texts.noise}
                stops={[0, 0.2, 0.4, 0.6]}
                format={formatBrief}
                {...set('noise')}
              />
              <StopSlider label={words.learningRate} stops={rates} {...set('learningRate')} />
            </Card>
          </>
        }
        below={
          <>
            <Card title={texts.curve}>
              <LineChart
                label={texts.curve}
                x={snapshot?.curves.x ?? []}
                series={[{ name: words.test, color: '--test', values: snapshot?.curves.y.test ?? [] }]}
                range={[0, undefined]}
              />
            </Card>
            <Explanation parts={Object.values(texts.explain)} />
          </>
        }
      />
    </PageLayout>
  );
}
