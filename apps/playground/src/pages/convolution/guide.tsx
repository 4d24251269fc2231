import { Guide, type GuideStep } from '../../guide/guide.js';
import { Woven } from '../../guide/woven.js';
import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Verdict } from '../../ui/verdict.js';
import { kernels, nameOfKernel } from './kernels.js';
import type { Plan } from './plan.js';
import type { ConvolutionSettings } from './settings.js';
import { convolutionTexts } from './texts.js';

/** Settings of {@link ConvolutionGuide}. */
export interface ConvolutionGuideProps {
  readonly settings: ConvolutionSettings;
  readonly plan: Plan | undefined;
  /** Side of what a pixel of the output sees of the first picture, where the input is an earlier output. */
  readonly fieldOfBoth: number | undefined;
  readonly onChange: (changes: Partial<ConvolutionSettings>) => void;
  /** Makes the output the next input. */
  readonly onReuse: () => void;
}

const plain = {
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
} as const satisfies ConvolutionSettings;

/** The page's question and the way to its answer. */
export function ConvolutionGuide({ settings, plan, fieldOfBoth, onChange, onReuse }: ConvolutionGuideProps) {
  const texts = inLanguage(convolutionTexts);
  const words = {
    vertical: { set: () => onChange({ kernel: kernels.sobelX }) },
    horizontal: { set: () => onChange({ kernel: kernels.sobelY }) },
    blur: { set: () => onChange({ kernel: kernels.gaussian }) },
    three: { set: () => onChange({ stride: 3 }) },
    same: { set: () => onChange({ padding: 'same' }) },
    none: { set: () => onChange({ padding: 0 }) },
    mean: { set: () => onChange({ pooling: 'average' }) },
    maximum: { set: () => onChange({ pooling: 'max' }) },
    reuse: { set: onReuse },
  };
  const width = plan?.output.width ?? 0;
  const size = (count: number) => texts.size(formatNumber(count), formatNumber(count));
  const step = (name: keyof typeof texts.steps, verdict: Verdict, more: Partial<GuideStep>): GuideStep => ({
    title: texts.steps[name].title,
    text: <Woven text={texts.steps[name].text} words={words} />,
    verdict,
    ...more,
  });
  const isSeen = (isIt: boolean, text: string): Verdict => ({ kind: isIt ? 'good' : 'open', text });
  const output = texts.verdicts.output(size(width));
  const { stride, padding } = texts.predictions;
  const isStrided =
    settings.stride === 2 && settings.padding === 0 && settings.pooling === 'none' && width === 23;
  const isPadded = settings.padding === 'same' && width === 48;
  return (
    <Guide
      question={texts.question}
      steps={[
        step('edges', isSeen(nameOfKernel(settings.kernel) === 'sobelY', texts.verdicts.edges), {
          set: () => onChange(plain),
        }),
        step('stride', isSeen(isStrided, output), {
          set: () => onChange(plain),
          predict: {
            ...stride,
            answer: isStrided ? 1 : undefined,
            why: stride.because,
            onChoose: () => onChange({ stride: 2 }),
          },
        }),
        step('padding', isSeen(isPadded, output), {
          set: () => onChange({ ...plain, kernel: kernels.box }),
          predict: {
            ...padding,
            answer: isPadded ? 0 : undefined,
            why: padding.because,
            onChoose: () => onChange({ padding: 'same' }),
          },
        }),
        step('pooling', isSeen(settings.pooling === 'max' && width === 23, output), {
          set: () => onChange({ ...plain, source: 'face', activation: 'abs', pooling: 'max' }),
        }),
        step(
          'layers',
          fieldOfBoth === undefined
            ? { kind: 'open', text: texts.verdicts.oneLayer(size(plan?.field ?? 3)) }
            : { kind: 'good', text: texts.verdicts.twoLayers(size(fieldOfBoth)) },
          { set: () => onChange({ ...plain, source: 'letters', activation: 'relu', pooling: 'max' }) },
        ),
      ]}
    />
  );
}
