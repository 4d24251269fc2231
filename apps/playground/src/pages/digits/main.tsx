import { useEffect, useRef, useState } from 'preact/hooks';
import { TestedCards } from '../../classifier/tested-cards.js';
import { Guide } from '../../guide/guide.js';
import { formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { UnitInside } from '../../network/feature-maps.js';
import { drawnPixels } from '../../pictures/drawn-pixels.js';
import { writePixels } from '../../pictures/written-pixels.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { largestOf } from '../../signs/probability-bars.js';
import { terms } from '../../signs/terms.js';
import { TrainingCurves } from '../../signs/training-curves.js';
import { bound } from '../../ui/bound.js';
import { Card } from '../../ui/card.js';
import { inkOf, type Strokes } from '../../ui/draw-pad.js';
import { Segmented } from '../../ui/segmented.js';
import { Select } from '../../ui/select.js';
import { StopSlider } from '../../ui/slider.js';
import { WeightsCard } from '../../weights/weights-card.js';
import { useTraining } from '../../worker/use-training.js';
import './main.css';
import {
  type DigitsSettings,
  digitsSchema,
  firstExample,
  firstRates,
  optimizerNames,
  side,
  type Unit,
} from './settings.js';
import { type Phase, SlowMotion } from './slow.js';
import { Inside, Stage } from './stage.js';
import { useGuideSteps, wantedDigit } from './steps.js';
import { digitsTexts } from './texts.js';
import type { Backward, DigitsSnapshot } from './train.js';

const rates = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
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
  const [inside, setInside] = useState<{ readonly unit: Unit; readonly numbers: UnitInside } | undefined>();
  const [phase, setPhase] = useState<Phase | undefined>();
  const [backward, setBackward] = useState<Backward | undefined>();
  const next = useRef({ example: 3, mistake: 0 });
  const isPressed = useRef(false); // whether somebody chose the unit, not a step
  const actual = known.image === settings.image ? known.actual : undefined;
  const target = actual ?? (strokes.length > 0 || !look ? wantedDigit : largestOf(look.probabilities));

  const showImage = (image: string, digit?: number) => {
    setStrokes([]);
    if (digit !== undefined) setKnown({ image, actual: digit });
    state.change({ image });
  };
  const showPixels = (found: { readonly pixels: Float32Array; readonly actual: number }) =>
    showImage(writePixels(found.pixels), found.actual);
  const draw = (drawn: Strokes) => {
    setStrokes(drawn);
    const { ink, size } = inkOf(drawn);
    const pixels = drawnPixels(ink, size, size, side);
    state.change({ image: pixels ? writePixels(pixels) : '' });
  };
  const showExample = () => {
    const example = training.ask<Parameters<typeof showPixels>[0]>('example', next.current.example++);
    example.then(showPixels, () => {}); // the worker was ended: its message is shown already
  };
  const showMistake = () => {
    const { mistakes } = snapshot?.tested ?? { mistakes: [] };
    const found = mistakes[next.current.mistake++ % Math.max(mistakes.length, 1)];
    if (found) showPixels(found);
  };
  const begin = (from: DigitsSettings['begin']) => {
    training.pause();
    state.change({ begin: from });
    training.reset();
    if (from === 'scratch') training.start();
  };
  useEffect(() => {
    if (!unit || !look) return;
    training.ask<UnitInside | undefined>('inside', unit).then(
      (numbers) => setInside(numbers && { unit, numbers }),
      () => {}, // as above
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
      lookAtFilter: (channel) => {
        isPressed.current = false;
        setUnit({ layer: 'first', channel, x: side / 2, y: side / 2 - 1 });
      },
    },
  });
  const slow = (
    <SlowMotion
      phase={phase}
      onPhase={setPhase}
      look={look}
      backward={backward}
      target={target}
      onExample={showExample}
    />
  );
  const set = bound(settings, (changes: Partial<DigitsSettings>) => state.change(changes));
  const words = inLanguage(terms);
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.batch} />
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
            onUnit={(pressed) => {
              isPressed.current = true;
              setUnit(pressed);
            }}
          />
        }
        guide={
          <>
            {isSlow && slow}
            <Guide question={texts.question} steps={steps} />
            {!isSlow && slow}
            {!unit && <p class="field__hint">{texts.inside.hint}</p>}
          </>
        }
        stage={
          unit &&
          look &&
          inside && (
            <Inside {...inside} look={look} comes={isPressed.current} onClose={() => setUnit(undefined)} />
          )
        }
        controls={
          <>
            <Card title={words.learning}>
              <Segmented label={texts.begin} value={settings.begin} choices={texts.begins} onChange={begin} />
              <Select
                label={words.optimizer}
                value={settings.optimizer}
                choices={optimizerNames.map((value) => ({ value, label: words.optimizers[value] }))}
                onChange={(optimizer) => state.change({ optimizer, learningRate: firstRates[optimizer] })}
              />
              <StopSlider label={words.learningRate} stops={rates} {...set('learningRate')} />
              <StopSlider label={words.batchSize} stops={[8, 16, 32, 64, 128]} {...set('batchSize')} />
              <StopSlider
                label={words.dropout}
                stops={[0, 0.1, 0.25, 0.5]}
                format={formatPercent}
                hint={texts.dropoutHint}
                {...set('dropout')}
              />
            </Card>
            <WeightsCard training={training} file="digits.safetensors" most={largestFile} />
          </>
        }
        below={
          snapshot && (
            <>
              <TestedCards tested={snapshot.tested} width={side} onShow={showPixels} />
              {snapshot.curves.x.length > 1 && <TrainingCurves curves={snapshot.curves} />}
              <Explanation parts={Object.values(texts.explain)} />
            </>
          )
        }
      />
    </PageLayout>
  );
}
