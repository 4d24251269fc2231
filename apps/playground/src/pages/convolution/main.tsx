import { Repeat2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { inLanguage } from '../../i18n/texts.js';
import { useKernelSlowMotion } from '../../kernels/kernel-slow-motion.js';
import { kernels, resized, sumOf } from '../../kernels/kernels.js';
import { LookPicker } from '../../pictures/look-picker.js';
import { showMaps } from '../../pictures/map-figure.js';
import type { Look } from '../../pictures/paint.js';
import { SlideSpeed } from '../../pictures/slide-bar.js';
import { SourcePicker } from '../../pictures/source-picker.js';
import { useSource } from '../../pictures/use-source.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { Presets } from '../../signs/presets.js';
import { Button } from '../../ui/button.js';
import { Card } from '../../ui/card.js';
import { Notice } from '../../ui/notice.js';
import { useTraining } from '../../worker/use-training.js';
import { Controls } from './controls.js';
import type { ConvolutionSnapshot } from './convolve.js';
import './main.css';
import { Numbers, SumCard } from './numbers.js';
import { type ConvolutionSettings, convolutionSchema } from './settings.js';
import { Maps, type Shown, useFollowed } from './stage.js';
import { guideSteps } from './steps.js';
import { convolutionTexts } from './texts.js';
import type { Misfit } from './windows.js';

/** Things to try, as changes of what the page begins with. */
const recipes = {
  edges: { source: 'face', pixels: 96, kernel: kernels.sobelX, activation: 'abs', pooling: 'max' },
  ghosts: { source: 'rings', pixels: 192, kernel: kernels.identity, stride: 4, padding: 'same' },
  wide: { source: 'letters', pixels: 48, kernel: kernels.edges, dilation: 4 },
  border: { source: 'scene', pixels: 48, kernel: kernels.box5, padding: 'same', isColor: true },
} as const satisfies Readonly<Record<string, Partial<ConvolutionSettings>>>;

/** A convolution with nothing around it, whose numbers can be read. */
const { kernel: _, source: __, ...plain } = convolutionSchema.initial;

export function ConvolutionPage() {
  const texts = inLanguage(convolutionTexts);
  const state = usePageState(convolutionSchema);
  const settings = state.value;
  const [chosenLook, setLook] = useState<Look | undefined>(); // undefined: as the kernel suggests
  const training = useTraining<ConvolutionSettings, ConvolutionSnapshot>({
    trainer: 'convolution',
    state,
    suited: 'wasm',
  });
  const change = (changes: Partial<ConvolutionSettings>) => {
    if (changes.kernel) setLook(undefined);
    state.change(changes);
  };
  const source = useSource(training, settings, change);
  const snapshot = training.snapshot.value;
  const result = snapshot?.result;
  const shown = snapshot && result && !('misfit' in result) ? (snapshot as Shown) : undefined;
  const followed = useFollowed(shown);
  const look = chosenLook ?? lookOf((shown ?? { settings }).settings);
  const begin = (changes: Partial<ConvolutionSettings>) => {
    source.stopCamera();
    source.forget();
    change(changes);
  };
  const slow = useKernelSlowMotion({
    input: shown?.input,
    kernel: settings.kernel,
    onStart: () => {
      followed?.follow.slide.end();
      begin({ ...plain, kernel: { ...resized(settings.kernel, 3), bias: 0 } });
    },
    onUpdate: (kernel) => change({ kernel }),
  });
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} />
      <Workbench
        picture={
          slow.maps ??
          (followed ? (
            <Maps followed={followed} look={look} />
          ) : (
            <Card>{result ? <MisfitNotice {...(result as Misfit)} /> : <p>{texts.computing}</p>}</Card>
          ))
        }
        guide={
          <>
            {slow.maps && slow.player}
            <Guide question={texts.question} steps={guideSteps(followed, begin)} />
            {!slow.maps && slow.player}
          </>
        }
        stage={
          followed && (
            <>
              <SumCard {...followed} />
              <Card>
                <div class="convolution-looks">
                  <LookPicker picture={followed.shown.result.output} look={look} onLook={setLook} />
                  <SlideSpeed follow={followed.follow} />
                  <Button icon={Repeat2} onClick={() => source.reuse(followed.shown.result.output)}>
                    {texts.reuse}
                  </Button>
                </div>
              </Card>
            </>
          )
        }
        controls={
          <>
            <SourcePicker control={source} settings={settings} onChange={change} />
            <Controls settings={settings} onChange={change} />
          </>
        }
        below={
          <>
            {shown && <Numbers {...shown} />}
            <Presets
              items={texts.recipes}
              onChoose={(name) => {
                begin({ ...convolutionSchema.initial, ...recipes[name] });
                showMaps();
              }}
            />
            <Explanation parts={Object.values(texts.explain)} />
          </>
        }
      />
    </PageLayout>
  );
}

/** By sign for kernels that find changes, else as brightness; colours without a sign are stretched. */
function lookOf({ kernel, isColor, activation }: ConvolutionSettings): Look {
  if (Math.abs(sumOf(kernel)) > 1e-9 || kernel.bias !== 0) return 'clipped';
  return isColor && activation !== 'none' ? 'scaled' : 'signed';
}

function MisfitNotice({ misfit, needed, got }: Misfit) {
  const texts = inLanguage(convolutionTexts).misfits;
  return (
    <Notice kind="warning" title={texts.title}>
      {texts[misfit](String(needed), String(got))}
    </Notice>
  );
}
