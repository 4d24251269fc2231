import { useEffect, useRef, useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { type PageState, usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { ConfusionTable } from '../../signs/confusion-table.js';
import { largestOf } from '../../signs/probability-bars.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { terms } from '../../signs/terms.js';
import { TrainingCurves } from '../../signs/training-curves.js';
import { Card } from '../../ui/card.js';
import { inkOf, type Strokes } from '../../ui/draw-pad.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { StopSlider } from '../../ui/slider.js';
import { WeightsCard } from '../../weights/weights-card.js';
import { useTraining } from '../../worker/use-training.js';
import { toDigit } from './drawing.js';
import { InsideCard } from './inside.js';
import './main.css';
import {
  type DigitsSettings,
  digitsSchema,
  firstExample,
  type OptimizerName,
  optimizerNames,
  side,
  type Unit,
  writeImage,
} from './settings.js';
import { type Phase, SlowMotion } from './slow.js';
import { Stage } from './stage.js';
import { useGuideSteps, wantedDigit } from './steps.js';
import { digitsTexts } from './texts.js';
import type { Backward, DigitsSnapshot, Inside } from './train.js';

const rates = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
const firstRates = { adam: 0.002, momentum: 0.05, sgd: 0.2, adadelta: 1 } as const;
const largestFile = 2_000_000; // bytes; this network's are some 60,000

export function DigitsPage() {
  const texts = inLanguage(digitsTexts);
  const state = usePageState(digitsSchema);
  const settings = state.value;
  const training = useTraining<DigitsSettings, DigitsSnapshot>({
    trainer: 'digits',
    state,
    seed: 3,
    suited: 'wasm',
  });
  const snapshot = training.snapshot.value;
  const look = settings.image ? snapshot?.look : undefined;
  const [strokes, setStrokes] = useState<Strokes>([]);
  const [known, setKnown] = useState(firstExample);
  const [unit, setUnit] = useState<Unit | undefined>();
  const [inside, setInside] = useState<{ readonly unit: Unit; readonly numbers: Inside } | undefined>();
  const [phase, setPhase] = useState<Phase | undefined>();
  const [backward, setBackward] = useState<Backward | undefined>();
  const next = useRef({ example: 3, mistake: 0 });
  const actual = known.image === settings.image ? known.actual : undefined;
  const target = actual ?? (strokes.length > 0 || !look ? wantedDigit : largestOf(look.probabilities));

  const showImage = (image: string, digit?: number) => {
    setStrokes([]);
    if (digit !== undefined) setKnown({ image, actual: digit });
    state.change({ image });
  };
  const draw = (drawn: Strokes) => {
    setStrokes(drawn);
    const { ink, size } = inkOf(drawn);
    const pixels = toDigit(ink, size, size);
    state.change({ image: pixels ? writeImage(pixels) : '' });
  };
  const showExample = () =>
    void training.ask<{ pixels: Float32Array; actual: number }>('example', next.current.example++).then(
      ({ pixels, actual: digit }) => showImage(writeImage(pixels), digit),
      () => {}, // the worker was ended: its message is shown already
    );
  const showMistake = () => {
    const { mistakes = [] } = snapshot ?? {};
    const found = mistakes[next.current.mistake++ % Math.max(mistakes.length, 1)];
    if (found) showImage(writeImage(found.pixels), found.actual);
  };
  const begin = (from: DigitsSettings['begin']) => {
    training.pause();
    state.change({ begin: from });
    training.reset();
    if (from === 'scratch') training.start();
  };
  const lookAtFilter = (channel: number) =>
    setUnit({ layer: 'first', channel, x: side / 2, y: side / 2 - 1 });
  useEffect(() => {
    if (!unit || !look) return;
    training.ask<Inside | undefined>('inside', unit).then(
      (numbers) => setInside(numbers && { unit, numbers }),
      () => {}, // the worker was ended: its message is shown already
    );
  }, [unit, look]);
  const isSlow = phase !== undefined;
  useEffect(() => {
    if (isSlow) training.ask<Backward | undefined>('backward', target).then(setBackward, () => {});
  }, [isSlow, settings.image, target, training.steps.value]);
  const steps = useGuideSteps({
    snapshot,
    settings,
    actual,
    isDrawn: strokes.length > 0,
    batches: training.steps.value,
    actions: {
      showImage: (image) => showImage(image, image === firstExample.image ? firstExample.actual : undefined),
      showExample,
      showMistake,
      clear: () => draw([]),
      begin,
      lookAtFilter,
    },
  });
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={inLanguage(terms).batch} />
      <Workbench
        picture={
          <Stage
            image={settings.image}
            strokes={strokes}
            onDraw={draw}
            look={look}
            phase={phase}
            backward={backward}
            unit={unit}
            onUnit={setUnit}
          />
        }
        guide={
          <>
            {unit && look && inside && (
              <InsideCard
                unit={inside.unit}
                inside={inside.numbers}
                look={look}
                onClose={() => setUnit(undefined)}
              />
            )}
            <SlowMotion
              phase={phase}
              onPhase={setPhase}
              look={look}
              backward={backward}
              target={target}
              onExample={showExample}
            />
            <Guide question={texts.question} steps={steps} />
            {!unit && <p class="field__hint">{texts.inside.hint}</p>}
          </>
        }
        controls={
          <>
            <Settings state={state} onBegin={begin} />
            <WeightsCard training={training} file="digits.safetensors" most={largestFile} />
          </>
        }
        below={
          snapshot && (
            <>
              <Tested snapshot={snapshot} onShow={showImage} />
              {snapshot.curves.x.length > 1 && <TrainingCurves curves={snapshot.curves} />}
              <Explanation parts={[texts.explain.what, texts.explain.yours]} />
            </>
          )
        }
      />
    </PageLayout>
  );
}

interface SettingsProps {
  readonly state: PageState<DigitsSettings>;
  readonly onBegin: (begin: DigitsSettings['begin']) => void;
}

function Settings({ state, onBegin }: SettingsProps) {
  const texts = inLanguage(digitsTexts);
  const words = inLanguage(terms);
  const settings = state.value;
  return (
    <Card title={words.learning}>
      <Segmented<DigitsSettings['begin']>
        label={texts.begin}
        value={settings.begin}
        choices={(['trained', 'scratch'] as const).map((value) => ({ value, label: texts.begins[value] }))}
        onChange={onBegin}
      />
      <Select<OptimizerName>
        label={words.optimizer}
        value={settings.optimizer}
        choices={optimizerNames.map((value) => ({ value, label: words.optimizers[value] }))}
        onChange={(optimizer) => state.change({ optimizer, learningRate: firstRates[optimizer] })}
      />
      <StopSlider
        label={words.learningRate}
        stops={rates}
        value={settings.learningRate}
        onChange={(learningRate) => state.change({ learningRate })}
      />
      <StopSlider
        label={words.batchSize}
        stops={[8, 16, 32, 64, 128]}
        value={settings.batchSize}
        onChange={(batchSize) => state.change({ batchSize })}
      />
      <StopSlider
        label={words.dropout}
        stops={[0, 0.1, 0.25, 0.5]}
        value={settings.dropout}
        onChange={(dropout) => state.change({ dropout })}
        format={formatPercent}
        hint={texts.dropoutHint}
      />
    </Card>
  );
}

interface TestedProps {
  readonly snapshot: DigitsSnapshot;
  readonly onShow: (image: string, actual: number) => void;
}

/** Confusion matrix and mistakes. */
function Tested({ snapshot: { confusion, mistakes }, onShow }: TestedProps) {
  const texts = inLanguage(digitsTexts);
  return (
    <div class="digits-tested">
      <Card title={texts.mistakes}>
        <ul class="digits-mistakes">
          {mistakes.slice(0, 20).map(({ pixels, actual, predicted }) => (
            <li key={writeImage(pixels)}>
              <button type="button" class="digits-mistake" onClick={() => onShow(writeImage(pixels), actual)}>
                <TensorTile values={pixels} width={side} look="ink" />
                <span class="visually-hidden">{texts.answered(String(predicted), String(actual))}</span>
                <span class="numbers" aria-hidden="true">
                  {predicted} ≠ {actual}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={inLanguage(terms).confusionMatrix}>
        <ConfusionTable counts={confusion} />
      </Card>
    </div>
  );
}
