import { useEffect, useState } from 'preact/hooks';
import { Guide } from '../../guide/guide.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Look } from '../../pictures/paint.js';
import type { Picture } from '../../pictures/picture.js';
import { SourcePicker } from '../../pictures/source-picker.js';
import { useSource } from '../../pictures/use-source.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { Presets } from '../../signs/presets.js';
import { prefersReducedMotion } from '../../theme/theme.js';
import { Card } from '../../ui/card.js';
import { Notice } from '../../ui/notice.js';
import { useTraining } from '../../worker/use-training.js';
import { Controls } from './controls.js';
import type { ConvolutionSnapshot } from './convolve.js';
import './main.css';
import { Numbers } from './numbers.js';
import type { Misfit } from './plan.js';
import { type ConvolutionSettings, convolutionSchema, kernels, sumOf } from './settings.js';
import { Details, Maps, type Shown, useFollow } from './stage.js';
import { guideSteps } from './steps.js';
import { convolutionTexts } from './texts.js';

/** Things to try, as changes of what the page begins with. */
const recipes = {
  edges: { source: 'face', pixels: 96, kernel: kernels.sobelX, activation: 'abs', pooling: 'max' },
  ghosts: { source: 'rings', pixels: 192, kernel: kernels.identity, stride: 4, padding: 'same' },
  wide: { source: 'letters', pixels: 48, kernel: kernels.edges, dilation: 4 },
  border: { source: 'scene', pixels: 48, kernel: kernels.box5, padding: 'same', isColor: true },
} as const satisfies Readonly<Record<string, Partial<ConvolutionSettings>>>;
const recipeNames = Object.keys(recipes) as (keyof typeof recipes)[];

export function ConvolutionPage() {
  const texts = inLanguage(convolutionTexts);
  const state = usePageState(convolutionSchema);
  const settings = state.value;
  const [look, setLook] = useState<Look | undefined>(); // undefined: as the kernel suggests
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
  const [thumbnails, setThumbnails] = useState<readonly Picture[] | undefined>();
  const device = training.device.value;
  useEffect(() => {
    if (!device || thumbnails) return;
    training.ask<readonly Picture[]>('thumbnails', undefined).then(setThumbnails, () => {}); // pictures without them do too
  }, [device]);
  const snapshot = training.snapshot.value;
  const result = snapshot?.result;
  const shown = snapshot && result && !('misfit' in result) ? (snapshot as Shown) : undefined;
  const follow = useFollow(shown);
  const shownLook = look ?? lookOf((shown ?? { settings }).settings);
  const begin = (changes: Partial<ConvolutionSettings>) => {
    source.stopCamera();
    source.forget();
    change(changes);
  };
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} />
      <Workbench
        picture={
          follow ? (
            <Maps follow={follow} look={shownLook} />
          ) : (
            <Card>{result ? <MisfitNotice misfit={result as Misfit} /> : <p>{texts.computing}</p>}</Card>
          )
        }
        guide={<Guide question={texts.question} steps={guideSteps({ follow, change: begin })} />}
        stage={follow && <Details follow={follow} look={shownLook} onLook={setLook} onReuse={source.reuse} />}
        controls={
          <>
            <SourcePicker control={source} settings={settings} onChange={change} thumbnails={thumbnails} />
            <Controls settings={settings} onChange={change} />
          </>
        }
        below={
          <>
            {shown && <Numbers snapshot={shown} result={shown.result} />}
            <Presets
              items={recipeNames.map((name) => ({
                name,
                title: texts.recipes[name][0]!,
                text: texts.recipes[name][1]!,
              }))}
              onChoose={(name) => {
                begin({ ...convolutionSchema.initial, ...recipes[name] });
                showOutput();
              }}
            />
            <Explanation parts={[texts.explain.what, texts.explain.learn, texts.explain.name]} />
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

/** Brings input and output into sight, and the focus to the output. */
function showOutput(): void {
  const maps = document.querySelector('.convolution-maps');
  maps?.scrollIntoView({ block: 'center', behavior: prefersReducedMotion() ? 'auto' : 'smooth' });
  maps?.querySelector<HTMLElement>('[tabindex]')?.focus({ preventScroll: true });
}

function MisfitNotice({ misfit: { misfit, needed, got } }: { readonly misfit: Misfit }) {
  const texts = inLanguage(convolutionTexts).misfits;
  return (
    <Notice kind="warning" title={texts.title}>
      {texts[misfit](String(needed), String(got))}
    </Notice>
  );
}
