import { Download, Eraser, Shapes } from 'lucide-preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Lit } from '../../guide/light.js';
import { formatBrief, formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage, language } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { integer, number, oneOf, type Schema } from '../../shell/state-fields.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { largestOf, ProbabilityBars } from '../../signs/probability-bars.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { terms } from '../../signs/terms.js';
import { TrainingCurves } from '../../signs/training-curves.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { FileButton } from '../../ui/file-button.js';
import { Notice } from '../../ui/notice.js';
import { Select } from '../../ui/select.js';
import { StopSlider } from '../../ui/slider.js';
import { Spoken } from '../../ui/spoken.js';
import { toast } from '../../ui/toast.js';
import type { TrainingWorker } from '../../worker/training-worker.js';
import { useTraining } from '../../worker/use-training.js';
import { ConfusionTable } from './confusion-table.js';
import { DrawPad, inkOf, type Strokes } from './draw-pad.js';
import { side, toDigit } from './drawing.js';
import './main.css';
import { DigitsGuide } from './guide.js';
import { digitsTexts } from './texts.js';
import type { DigitsSettings, DigitsSnapshot, Look, Maps, OptimizerName } from './train.js';

type Training = TrainingWorker<DigitsSettings, DigitsSnapshot>;

const rates = [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
const firstRates: Readonly<Record<OptimizerName, number>> = {
  adam: 0.002,
  momentum: 0.05,
  sgd: 0.2,
  adadelta: 1,
};
const optimizerNames = ['adam', 'momentum', 'sgd', 'adadelta'] as const satisfies readonly OptimizerName[];
const digitsSchema: Schema<DigitsSettings> = {
  initial: { optimizer: 'adam', learningRate: 0.002, batchSize: 64, dropout: 0.25 },
  fields: {
    optimizer: oneOf(optimizerNames),
    learningRate: number(0.00001, 10),
    batchSize: integer(1, 512),
    dropout: number(0, 0.9),
  },
};
const speeds = [1, 5, 20, 100, Infinity];
const largestFile = 2_000_000; // bytes; this network's are some 60,000

export function DigitsPage() {
  const texts = inLanguage(digitsTexts);
  const words = inLanguage(terms);
  const state = usePageState(digitsSchema);
  const settings = state.value;
  const training = useTraining<DigitsSettings, DigitsSnapshot>({
    trainer: 'digits',
    state,
    seed: 3,
    suited: 'wasm',
  });
  useAutoStart(training);
  const change = (changes: Partial<DigitsSettings>) => state.change(changes);
  const snapshot = training.snapshot.value;
  const status = snapshot
    ? texts.status(formatNumber(snapshot.epoch + 1), formatPercent(snapshot.testAccuracy, 1))
    : '';
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.batch} speeds={speeds} />
      <Workbench
        stage={<Drawing training={training} snapshot={snapshot} status={status} />}
        guide={
          <DigitsGuide
            snapshot={snapshot}
            onBegin={(changes) => {
              change(changes);
              training.reset();
              training.start();
            }}
          />
        }
        controls={
          <>
            <Settings settings={settings} onChange={change} />
            <Weights training={training} />
          </>
        }
        below={snapshot && <Insight snapshot={snapshot} />}
      />
      <Explanation parts={[texts.explain.convolution, texts.explain.held, texts.explain.yours]} />
    </PageLayout>
  );
}

interface DrawingProps {
  readonly training: Training;
  readonly snapshot: DigitsSnapshot | undefined;
  readonly status: string;
}

/** The sheet, what the network sees of it, and its answer. */
function Drawing({ training, snapshot, status }: DrawingProps) {
  const texts = inLanguage(digitsTexts);
  const [strokes, setStrokes] = useState<Strokes>([]);
  const [pixels, setPixels] = useState<Float32Array | undefined>();
  const next = useRef(0);
  const { device } = training;
  const show = (image: Float32Array | undefined) => {
    setPixels(image);
    training.ask<Look | undefined>('look', image).then(
      () => training.refresh(),
      () => {}, // the worker was ended: its message is shown already
    );
  };
  useEffect(() => {
    if (device.value && pixels) show(pixels); // another device, another worker
  }, [device.value]);
  const draw = (drawn: Strokes) => {
    setStrokes(drawn);
    const { ink, size } = inkOf(drawn);
    show(toDigit(ink, size, size));
  };
  const takeExample = () => {
    const { answers = [] } = snapshot ?? {};
    const found = answers.toReversed()[next.current++ % Math.max(1, answers.length)]; // right ones first
    if (!found) return;
    setStrokes([]);
    show(found.pixels);
  };
  useEffect(() => {
    if (!pixels && strokes.length === 0 && snapshot?.answers.length) takeExample(); // so that there is an answer to watch
  }, [snapshot?.answers.length]);
  const look = pixels ? snapshot?.look : undefined;
  const said = training.steps.value === 0 && look ? texts.untrained : status;
  return (
    <Card
      title={texts.draw}
      actions={
        <div class="digits-actions">
          <Button icon={Shapes} variant="ghost" onClick={takeExample}>
            {texts.example}
          </Button>
          <Button icon={Eraser} variant="ghost" onClick={() => draw([])}>
            {texts.clear}
          </Button>
        </div>
      }
    >
      <div class="digits-stage">
        <DrawPad label={texts.pad} strokes={strokes} onChange={draw} />
        <div class="digits-seen">
          <p class="digits-caption">{texts.seenTitle}</p>
          <TensorTile values={pixels ?? blank} width={side} look="ink" label={texts.seen} />
        </div>
        <Answer values={look?.probabilities} />
      </div>
      <p class="digits-status">{said}</p>
      <Spoken text={said} />
    </Card>
  );
}

/** The likeliest digit in large, and how probable each is. */
function Answer({ values }: { readonly values: Float32Array | undefined }) {
  const texts = inLanguage(digitsTexts);
  const best = values && largestOf(values);
  const sure = values && texts.sure(formatPercent(values[best!]!));
  return (
    <div class="digits-answer">
      <p class="digits-answer__best">
        {values ? (
          <>
            <span class="digits-answer__digit">{best}</span>
            <span>{sure}</span>
          </>
        ) : (
          <span class="digits-answer__none">{texts.drawFirst}</span>
        )}
      </p>
      <Spoken text={values ? `${best}, ${sure}` : texts.drawFirst} />
      <ProbabilityBars label={texts.probabilities} names={digitNames} values={values} />
    </div>
  );
}

const digitNames = Array.from({ length: 10 }, (_, digit) => String(digit));
const blank = new Float32Array(side * side);

interface SettingsProps {
  readonly settings: DigitsSettings;
  readonly onChange: (changes: Partial<DigitsSettings>) => void;
}

function Settings({ settings, onChange }: SettingsProps) {
  const texts = inLanguage(digitsTexts);
  const words = inLanguage(terms);
  return (
    <Card title={words.learning}>
      <Select<OptimizerName>
        label={words.optimizer}
        value={settings.optimizer}
        choices={optimizerNames.map((value) => ({ value, label: words.optimizers[value] }))}
        onChange={(optimizer) => onChange({ optimizer, learningRate: firstRates[optimizer] })}
      />
      <StopSlider
        label={words.learningRate}
        stops={rates}
        value={settings.learningRate}
        onChange={(learningRate) => onChange({ learningRate })}
        format={formatBrief}
      />
      <StopSlider
        label={words.batchSize}
        stops={[8, 16, 32, 64, 128]}
        value={settings.batchSize}
        onChange={(batchSize) => onChange({ batchSize })}
        format={formatBrief}
      />
      <StopSlider
        label={words.dropout}
        stops={[0, 0.1, 0.25, 0.5]}
        value={settings.dropout}
        onChange={(dropout) => onChange({ dropout })}
        format={formatPercent}
        hint={texts.dropoutHint}
      />
    </Card>
  );
}

/** Saves the weights as a file and loads them again. */
function Weights({ training }: { readonly training: Training }) {
  const texts = inLanguage(digitsTexts);
  const words = inLanguage(terms);
  const [problem, setProblem] = useState<string | undefined>();
  const isOff = training.device.value === undefined;
  const save = async () => {
    const bytes = await training.ask<Uint8Array<ArrayBuffer>>('save', undefined);
    const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = 'digits.safetensors';
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  const load = async (file: File) => {
    setProblem(undefined);
    try {
      if (file.size > largestFile) {
        setProblem(`${texts.notWeights} ${texts.tooLarge}`);
        return;
      }
      const accuracy = await training.ask<number>('load', new Uint8Array(await file.arrayBuffer()));
      training.refresh();
      toast(texts.loaded(formatPercent(accuracy, 1)));
    } catch {
      setProblem(`${texts.notWeights} ${texts.whatFits}`);
    }
  };
  return (
    <Card title={words.weights}>
      <div class="digits-actions">
        <Button icon={Download} disabled={isOff} onClick={() => void save().catch(() => {})}>
          {texts.save}
        </Button>
        <FileButton accept=".safetensors" disabled={isOff} onFile={(file) => void load(file)}>
          {texts.load}
        </FileButton>
      </div>
      {problem ? (
        <Notice kind="problem" onClose={() => setProblem(undefined)}>
          {problem}
        </Notice>
      ) : (
        <p class="field__hint">{texts.weightsHint}</p>
      )}
    </Card>
  );
}

/** Curves, mistakes, filters and feature maps. */
function Insight({ snapshot }: { readonly snapshot: DigitsSnapshot }) {
  const texts = inLanguage(digitsTexts);
  const words = inLanguage(terms);
  const { curves, filters, look } = snapshot;
  const tested = useMemo(() => <Tested snapshot={snapshot} />, [snapshot.evaluations, language.value]);
  return (
    <div class="digits-insight">
      <TrainingCurves curves={curves} />
      {tested}
      <Lit name="filters">
        <MapsCard title={texts.filters} hint={texts.filtersHint} maps={filters} />
      </Lit>
      {look ? (
        <>
          <Lit name="maps">
            <MapsCard title={words.featureMaps('1')} hint={texts.mapsHint} maps={look.first} />
          </Lit>
          <MapsCard title={words.featureMaps('2')} hint={texts.mapsHint} maps={look.second} />
        </>
      ) : (
        <Card title={words.featureMaps('1')}>
          <p class="card__note">{texts.noMaps}</p>
        </Card>
      )}
    </div>
  );
}

/** Confusion matrix and mistakes: they change with each evaluation, not with each batch. */
function Tested({ snapshot: { confusion, answers } }: { readonly snapshot: DigitsSnapshot }) {
  const texts = inLanguage(digitsTexts);
  const words = inLanguage(terms);
  return (
    <>
      <Lit name="confusion">
        <Card title={words.confusionMatrix}>
          <ConfusionTable counts={confusion} />
        </Card>
      </Lit>
      <Card title={texts.answers}>
        <ul class="digits-answers">
          {answers.map(({ pixels, actual, predicted }, i) => (
            <li
              key={i}
              class={actual === predicted ? 'digits-answered' : 'digits-answered digits-answered--wrong'}
            >
              <TensorTile
                values={pixels}
                width={side}
                look="ink"
                label={texts.answered(String(predicted), String(actual))}
              />
              <span aria-hidden="true">
                {predicted}
                {actual !== predicted && <s>{actual}</s>}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

interface MapsCardProps {
  readonly title: string;
  readonly hint: string;
  readonly maps: Maps;
}

function MapsCard({ title, hint, maps }: MapsCardProps) {
  return (
    <Card title={title}>
      <div class="digits-maps" role="img" aria-label={`${title}: ${hint}`}>
        {maps.values.map((values, i) => (
          <TensorTile key={i} values={values} width={maps.size} look="signed" />
        ))}
      </div>
      <p class="field__hint">{hint}</p>
    </Card>
  );
}
