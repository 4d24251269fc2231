import { useEffect, useState } from 'preact/hooks';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout } from '../../shell/page-layout.js';
import { usePageState } from '../../shell/page-state.js';
import { TrainingBar } from '../../shell/training-bar.js';
import { Workbench } from '../../shell/workbench.js';
import { prefersReducedMotion } from '../../theme/theme.js';
import { Card } from '../../ui/card.js';
import { Notice } from '../../ui/notice.js';
import { useTraining } from '../../worker/use-training.js';
import { Controls } from './controls.js';
import type { ConvolutionSnapshot } from './convolve.js';
import { ConvolutionGuide } from './guide.js';
import { kernels, sumOf } from './kernels.js';
import './main.css';
import { Numbers } from './numbers.js';
import type { Look } from './paint.js';
import type { Picture } from './picture.js';
import type { Misfit, Plan } from './plan.js';
import { Recipes } from './recipes.js';
import { type ConvolutionSettings, convolutionSchema } from './settings.js';
import { SourcePicker } from './source-picker.js';
import { Stage } from './stage.js';
import './stage.css';
import { convolutionTexts } from './texts.js';
import { useSource } from './use-source.js';

const schema = convolutionSchema(kernels.sobelX);

export function ConvolutionPage() {
  const texts = inLanguage(convolutionTexts);
  const state = usePageState(schema);
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
  const [first, setFirst] = useState<Pick<Plan, 'field' | 'jump'> | undefined>(); // of the layers before this one
  const made = result && !('misfit' in result) ? result : undefined;
  const reuse = (output: Picture) => {
    if (made) setFirst(settings.source === 'output' && first ? through(first, made.plan) : made.plan);
    source.reuse(output);
  };
  const both = settings.source === 'output' && first && made ? through(first, made.plan).field : undefined;
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <TrainingBar training={training} />
      <Workbench
        stage={
          <>
            <SourcePicker control={source} settings={settings} onChange={change} thumbnails={thumbnails} />
            {snapshot && result && !('misfit' in result) ? (
              <Stage
                snapshot={snapshot}
                result={result}
                look={look ?? lookOf(snapshot.settings)}
                onLook={setLook}
                onReuse={reuse}
              />
            ) : (
              <Card>{result ? <MisfitNotice misfit={result as Misfit} /> : <p>{texts.computing}</p>}</Card>
            )}
          </>
        }
        guide={
          <ConvolutionGuide
            settings={settings}
            plan={made?.plan}
            fieldOfBoth={both}
            onChange={(changes) => {
              if (changes.source) source.stopCamera();
              change(changes);
            }}
            onReuse={() => made && reuse(made.output)}
          />
        }
        controls={<Controls settings={settings} onChange={change} />}
        below={
          <>
            {snapshot && result && !('misfit' in result) && (
              <Numbers snapshot={snapshot} result={result} fieldOfBoth={both} />
            )}
            <Recipes
              onChoose={(recipe) => {
                source.stopCamera();
                source.forget();
                change(recipe);
                showOutput();
              }}
            />
          </>
        }
      />
      <Explanation parts={[texts.explain.what, texts.explain.learn, texts.explain.name]} />
    </PageLayout>
  );
}

/** What one pixel sees through two layers, the second on what the first makes. */
const through = (
  first: Pick<Plan, 'field' | 'jump'>,
  { field, jump }: Pick<Plan, 'field' | 'jump'>,
): Pick<Plan, 'field' | 'jump'> => ({
  field: first.field + (field - 1) * first.jump,
  jump: first.jump * jump,
});

/** By sign for kernels that find changes, else as brightness; colours without a sign are stretched. */
function lookOf({ kernel, isColor, activation }: ConvolutionSettings): Look {
  if (Math.abs(sumOf(kernel)) > 1e-9 || kernel.bias !== 0) return 'clipped';
  return isColor && activation !== 'none' ? 'scaled' : 'signed';
}

/** Brings input and output into sight, and the focus to the output. */
function showOutput(): void {
  const maps = document.querySelector('.convolution-maps');
  maps?.scrollIntoView({ block: 'start', behavior: prefersReducedMotion() ? 'auto' : 'smooth' });
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
