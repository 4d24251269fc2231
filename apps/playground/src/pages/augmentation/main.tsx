import { Dices } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { Lit } from '../../guide/light.js';
import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ColorTile } from '../../pictures/color-tile.js';
import { OwnPicture } from '../../pictures/own-picture.js';
import { PictureCard } from '../../pictures/picture-card.js';
import { ProblemNotice } from '../../pictures/source-picker.js';
import { squareBytes } from '../../pictures/square-bytes.js';
import { pictureTexts } from '../../pictures/texts.js';
import { useCamera } from '../../pictures/use-camera.js';
import type { SourceProblem } from '../../pictures/use-source.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { terms } from '../../signs/terms.js';
import { TrainingCurves } from '../../signs/training-curves.js';
import { useAutoStart } from '../../signs/use-auto-start.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Segmented } from '../../ui/segmented.js';
import { StopSlider } from '../../ui/slider.js';
import { useTraining } from '../../worker/use-training.js';
import { side } from '../digits/settings.js';
import { TransformCards } from './controls.js';
import { betterOf, judge, type StepName, stepNames } from './judge.js';
import './main.css';
import {
  type AugmentationSettings,
  augmentationSchema,
  type LookSettings,
  lookSchema,
  type MixName,
  mixNames,
  perClassStops,
  pictureSide,
  type TestName,
  testNames,
} from './settings.js';
import { augmentationTexts } from './texts.js';
import type { AugmentationSnapshot, Draws, DrawsInput } from './train.js';
import { type TransformName, usualStep } from './transforms.js';

const cameraWidth = 128;
const { initial } = augmentationSchema;

/** What each step sets. */
const stepSettings: Readonly<Record<StepName, Partial<AugmentationSettings>>> = {
  draws: initial,
  learn: initial,
  upright: { ...initial, test: 'upright' },
  wrong: { ...initial, pipeline: [{ name: 'rotate', amount: 180 }] },
  mix: initial,
};

export function AugmentationPage() {
  const texts = inLanguage(augmentationTexts);
  const words = inLanguage(terms);
  const pictures = inLanguage(pictureTexts);
  const state = usePageState(augmentationSchema);
  const lookState = usePageState(lookSchema);
  const [settings, look] = [state.value, lookState.value];
  const { pipeline } = settings;
  const training = useTraining<AugmentationSettings, readonly AugmentationSnapshot[]>({
    trainer: 'augmentation',
    state,
    suited: 'wasm',
  });
  useAutoStart(training);
  const runs = training.snapshot.value;
  const isOver = training.status.value === 'finished';
  const device = training.device.value;
  const [draws, setDraws] = useState<Draws | undefined>();
  const [thumbnails, setThumbnails] = useState<readonly Uint8ClampedArray[] | undefined>();
  const [own, setOwn] = useState<Uint8Array | undefined>();
  const [problem, setProblem] = useState<SourceProblem | undefined>();
  const isAsking = useRef(false);

  const change = (changes: Partial<LookSettings>) => lookState.change(changes);
  const learn = (changes: Partial<AugmentationSettings>) => {
    state.change(changes);
    training.start();
  };
  const camera = useCamera(cameraWidth, (frame) => {
    if (isAsking.current) return; // the draws of the frame before are on their way
    setOwn(squareBytes(frame, pictureSide));
    if (lookState.signal.peek().source !== 'own') change({ source: 'own' });
  });
  const show = (source: LookSettings['source']) => {
    camera.stop();
    setProblem(undefined);
    change({ source });
  };
  const open = async (file: File) => {
    const opened = await OwnPicture.open(file);
    if (!(opened instanceof OwnPicture)) return setProblem({ kind: opened.problem, detail: opened.detail });
    setOwn(squareBytes(opened.at(2 * pictureSide), pictureSide));
    opened.dispose();
    show('own');
  };
  const source = look.source === 'own' ? 'scene' : look.source;
  const ownShown = look.source === 'own' ? own : undefined;
  useEffect(() => {
    if (!device) return;
    const input: DrawsInput = { source, own: ownShown, pipeline, mix: look.mix, seed: look.draws };
    let isLatest = true;
    isAsking.current = true;
    training
      .ask<Draws>('draws', input)
      .then(
        (found) => isLatest && setDraws(found),
        () => {},
      ) // the worker was ended: its message is shown already
      .finally(() => {
        if (isLatest) isAsking.current = false;
      });
    return () => {
      isLatest = false;
    };
  }, [device, source, ownShown, pipeline, look.mix, look.draws]);
  useEffect(() => {
    if (device && !thumbnails)
      training.ask<readonly Uint8ClampedArray[]>('thumbnails', undefined).then(setThumbnails, () => {});
  }, [device]);

  const seen = { settings, look, runs, draws, isOver };
  const again = () => change({ draws: look.draws + 1 });
  const adding = (name: TransformName) => ({
    set: () => learn({ pipeline: [...pipeline.filter((step) => step.name !== name), usualStep(name)] }),
    lights: name,
  });
  const woven = {
    rotate: adding('rotate'),
    shift: adding('shift'),
    zoom: adding('zoom'),
    again: { set: again },
    ten: { set: () => learn({ perClass: 10 }), lights: 'examples' },
    moved: { set: () => learn({ test: 'moved' }), lights: 'test' },
    upright: { set: () => learn({ test: 'upright' }), lights: 'test' },
    house: {
      set: () => {
        show('scene');
        learn({ pipeline: [{ name: 'flip', amount: 0.5 }] });
      },
    },
    half: { set: () => learn(stepSettings.wrong), lights: 'runs' },
    mixup: { set: () => change({ mix: 'mixup' }), lights: 'mix' },
    cutmix: { set: () => change({ mix: 'cutmix' }), lights: 'mix' },
  };
  const steps = stepNames.map((name) => {
    const asks = name === 'learn' || name === 'upright';
    return guideStep(texts.steps[name], {
      words: woven,
      verdict: judge(name, seen, texts),
      set: () => {
        change({ mix: name === 'mix' ? 'mixup' : 'none' });
        if (name === 'wrong') show('digit');
        if (!asks) return learn(stepSettings[name]);
        training.pause(); // until one has predicted
        state.change(stepSettings[name]);
        training.reset();
      },
      ...(asks && { predict: { answer: betterOf(seen), onChoose: () => training.start() } }),
    });
  });
  const name = look.source === 'own' ? texts.yours : pictures.sources[look.source];
  const [first, second] = runs ?? [];
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} unit={words.batch} />
      <Workbench
        picture={
          <Card>
            <div class="augmentation-picture">
              <figure class="augmentation-before">
                <ColorTile
                  bytes={draws?.before ?? blank}
                  width={pictureSide}
                  label={`${texts.before}: ${name}`}
                />
                <figcaption>{texts.before}</figcaption>
                <Button icon={Dices} wide onClick={again}>
                  {texts.again}
                </Button>
              </figure>
              <ul class="augmentation-draws" aria-label={texts.draws(formatNumber(look.draws))}>
                {(draws?.after ?? []).map((bytes, i) => (
                  <li key={i}>
                    <ColorTile bytes={bytes} width={pictureSide} label={texts.after(formatNumber(i + 1))} />
                    {draws?.other && (
                      <Label share={draws.shares[i]!} name={name} other={pictures.sources[draws.other]} />
                    )}
                  </li>
                ))}
              </ul>
            </div>
            {(problem ?? camera.problem) && (
              <ProblemNotice
                problem={(problem ?? camera.problem)!}
                onClose={() => {
                  setProblem(undefined);
                  camera.forget();
                }}
              />
            )}
          </Card>
        }
        stage={
          <Lit name="runs">
            <Card title={texts.runs}>
              <div class="augmentation-runs">
                {[first, second].map((run, i) => (
                  <Run key={i} run={run} name={i === 0 ? texts.with : texts.without} />
                ))}
              </div>
            </Card>
          </Lit>
        }
        guide={<Guide question={texts.question} steps={steps} />}
        controls={
          <>
            <PictureCard
              source={look.source}
              thumbnails={thumbnails}
              camera={camera}
              onSource={show}
              onFile={(file) => void open(file)}
            />
            <TransformCards pipeline={pipeline} onChange={(next) => learn({ pipeline: next })} />
            <Card title={texts.training}>
              <Lit name="mix">
                <Segmented<MixName>
                  label={texts.mix}
                  value={look.mix}
                  choices={mixNames.map((value) => ({ value, label: texts.mixes[value] }))}
                  onChange={(mix) => change({ mix })}
                />
              </Lit>
              <Lit name="examples">
                <StopSlider
                  label={texts.perClass}
                  stops={perClassStops}
                  value={settings.perClass}
                  onChange={(perClass) => learn({ perClass })}
                />
              </Lit>
              <Lit name="test">
                <Segmented<TestName>
                  label={texts.test}
                  value={settings.test}
                  choices={testNames.map((value) => ({ value, label: texts.tests[value] }))}
                  onChange={(test) => learn({ test })}
                />
              </Lit>
            </Card>
          </>
        }
        below={
          <>
            {first && second && (
              <TrainingCurves
                curves={first.curves}
                rival={{ curves: second.curves, name: texts.without, own: texts.with }}
              />
            )}
            <Explanation parts={Object.values(texts.explain)} />
          </>
        }
      />
    </PageLayout>
  );
}

const blank = new Uint8Array(3 * pictureSide ** 2).fill(128);

/** How much of a label belongs to each of two pictures. */
function Label({
  share,
  name,
  other,
}: {
  readonly share: number;
  readonly name: string;
  readonly other: string;
}) {
  const texts = inLanguage(augmentationTexts);
  const words = texts.share(formatPercent(share), name, formatPercent(1 - share), other);
  return (
    <span class="augmentation-label" role="img" aria-label={words} title={words}>
      <span class="augmentation-label__own" style={{ width: `${100 * share}%` }} />
      <span class="numbers" aria-hidden="true">
        {formatPercent(share)}
      </span>
    </span>
  );
}

/** One run: how many it knows, and the digits as it is given them. */
function Run({ run, name }: { readonly run: AugmentationSnapshot | undefined; readonly name: string }) {
  const texts = inLanguage(augmentationTexts);
  return (
    <section class="augmentation-run">
      <h3>{name}</h3>
      <p class="numbers">
        <strong>{formatPercent(run?.accuracy ?? Number.NaN)}</strong>{' '}
        <span>{run && texts.right(formatNumber(run.held))}</span>
      </p>
      <p class="field__hint">{texts.given}</p>
      <div class="augmentation-given">
        {run?.seen.map((pixels, i) => (
          <TensorTile key={i} values={pixels} width={side} look="ink" />
        ))}
      </div>
    </section>
  );
}
