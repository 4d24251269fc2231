import { useEffect, useRef, useState } from 'preact/hooks';
import { inLanguage } from '../../i18n/texts.js';
import { Explanation, PageLayout, Workbench } from '../../shell/page-layout.js';
import { prefersReducedMotion } from '../../theme/theme.js';
import { Card } from '../../ui/card.js';
import { Notice } from '../../ui/notice.js';
import { useTraining } from '../../worker/use-training.js';
import { Controls } from './controls.js';
import type { ConvolutionSnapshot } from './convolve.js';
import { DeviceCard, DeviceNotices } from './device-card.js';
import { kernels, sumOf } from './kernels.js';
import './main.css';
import { Numbers } from './numbers.js';
import type { Look } from './paint.js';
import type { Picture } from './picture.js';
import type { Misfit } from './plan.js';
import { Recipes } from './recipes.js';
import type { ConvolutionSettings } from './settings.js';
import { SourcePicker } from './source-picker.js';
import { Stage } from './stage.js';
import './stage.css';
import { convolutionTexts } from './texts.js';
import { useSource } from './use-source.js';

const initial: ConvolutionSettings = {
  source: 'scene',
  pixels: 48,
  isColor: false,
  kernel: kernels.sobelX,
  stride: 1,
  padding: 0,
  dilation: 1,
  activation: 'none',
  pooling: 'none',
  poolSize: 2,
};
const startWorker = () => new Worker(new URL('./convolution.worker.ts', import.meta.url), { type: 'module' });

export function ConvolutionPage() {
  const texts = inLanguage(convolutionTexts);
  const [settings, setSettings] = useState(initial);
  const [look, setLook] = useState<Look | undefined>(); // undefined: as the kernel suggests
  const latest = useRef(settings);
  const training = useTraining<ConvolutionSettings, ConvolutionSnapshot>({ worker: startWorker, settings });
  const change = (changes: Partial<ConvolutionSettings>) => {
    const next = { ...latest.current, ...changes };
    if (changes.kernel) setLook(undefined);
    latest.current = next;
    setSettings(next);
    training.set(next);
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
  return (
    <PageLayout title={texts.title} lead={texts.lead}>
      <DeviceNotices training={training} />
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
                onReuse={source.reuse}
              />
            ) : (
              <Card>{result ? <MisfitNotice misfit={result as Misfit} /> : <p>{texts.computing}</p>}</Card>
            )}
          </>
        }
        controls={
          <>
            <Controls settings={settings} onChange={change} />
            <DeviceCard training={training} />
          </>
        }
        below={
          <>
            {snapshot && result && !('misfit' in result) && <Numbers snapshot={snapshot} result={result} />}
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
