import type { GuideStep } from '../../guide/guide.js';
import { guideStep } from '../../guide/guide-steps.js';
import { formatBrief, formatNumber, formatPercent, formatSize } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { kernels } from '../../kernels/kernels.js';
import type { Picture } from '../../pictures/picture.js';
import type { Verdict } from '../../ui/verdict.js';
import { type ConvolutionSettings, convolutionSchema } from './settings.js';
import type { Followed } from './stage.js';
import { convolutionTexts } from './texts.js';

const strong = 0.5; // of the largest sum
const sizes = { stride: [4, 5, 6], pooling: [50, 25, 20], field: [3, 5, 9] } as const;

/** The steps of the page, each with what it sets and what it sees. */
export function guideSteps(
  followed: Followed | undefined,
  change: (changes: Partial<ConvolutionSettings>) => void,
): GuideStep[] {
  const texts = inLanguage(convolutionTexts);
  const { steps, verdicts } = texts;
  const { shown, trace, follow } = followed ?? {};
  const now = shown?.settings; // what is shown was computed with
  const plan = shown?.result.plan;
  const verdict = (isGood: boolean, text: string): Verdict => ({ kind: isGood ? 'good' : 'open', text });
  const waiting = verdict(false, texts.computing);
  const set = (changes: Partial<ConvolutionSettings>) => () => {
    follow?.slide.end();
    change({ ...convolutionSchema.initial, ...changes });
  };
  const only = (changes: Partial<ConvolutionSettings>, lights?: string) => ({
    set: () => change(changes),
    ...(lights && { lights }),
  });
  const found = shown && edgesOf(shown.input, shown.result.output);
  const isLevel = now !== undefined && same(now.kernel.cells, kernels.sobelY.cells);
  const verdictOf = {
    pixel() {
      if (!shown || !trace) return waiting;
      const most = Math.max(...Array.from(shown.result.output.values, Math.abs), 1e-9);
      const isStrong = Math.abs(trace.value) >= strong * most && follow?.slide.position === undefined;
      return verdict(isStrong, verdicts[isStrong ? 'strong' : 'weak'](formatBrief(trace.value)));
    },
    edges() {
      if (!found || !isLevel) return verdict(false, verdicts.turn);
      const share = found.level / (found.level + found.upright || 1);
      return verdict(share > 0.5, verdicts.edges(formatPercent(share)));
    },
    stride() {
      if (!plan || !now) return waiting;
      const width = formatNumber(plan.output.width);
      if (now.stride < 2) return verdict(false, verdicts.stride1(width));
      return verdict(plan.padding > 0, verdicts[plan.padding > 0 ? 'padded' : 'strided'](width));
    },
    pooling() {
      if (!trace || !now || now.pooling === 'none') return verdict(false, verdicts.noPooling);
      const block = trace.pooled.map(formatBrief).join(' · ');
      return verdict(true, verdicts.pooled[now.pooling](block, formatBrief(trace.value)));
    },
    layers() {
      if (!plan || now?.layers !== 2) return verdict(false, verdicts.oneLayer);
      const isPooled = now.pooling !== 'none';
      return verdict(isPooled, verdicts[isPooled ? 'pooledLayers' : 'twoLayers'](formatNumber(plan.field)));
    },
  };
  /** The choice that came true, where what is shown answers the question. */
  const answer = (isAsked: boolean | undefined, choices: readonly number[], value: number | undefined) =>
    isAsked && value !== undefined && choices.includes(value) ? choices.indexOf(value) : undefined;
  return [
    guideStep(steps.pixel, {
      words: { play: { set: () => follow?.slide.play() } },
      set: set({}),
      verdict: verdictOf.pixel(),
    }),
    guideStep(steps.edges, {
      words: { sobelX: only({ kernel: kernels.sobelX }), sobelY: only({ kernel: kernels.sobelY }) },
      set: set({ source: 'board', pixels: 24 }),
      predict: {
        answer: found && isLevel ? Number(found.level > found.upright) : undefined,
        onChoose: () => change({ kernel: kernels.sobelY }),
      },
      verdict: verdictOf.edges(),
    }),
    guideStep(steps.stride, {
      words: { padding: only({ padding: 1 }), stride: only({ stride: 2 }) },
      set: set({}),
      predict: {
        choices: sizes.stride.map((value) => formatNumber(value)),
        answer: answer(now?.stride === 2 && plan?.padding === 0, sizes.stride, plan?.output.width),
        why: `⌊(12 + 2·0 − 3) / 2⌋ + 1 = ${formatNumber(sizes.stride[1])}.`,
        onChoose: () => change({ stride: 2, padding: 0 }),
      },
      verdict: verdictOf.stride(),
    }),
    guideStep(steps.pooling, {
      words: { max: only({ pooling: 'max' }, 'pooling'), mean: only({ pooling: 'average' }, 'pooling') },
      set: set({ activation: 'relu' }),
      predict: {
        choices: sizes.pooling.map((value) => formatNumber(value)),
        answer: answer(
          now?.pooling !== 'none' && now?.layers === 1,
          sizes.pooling,
          plan && plan.output.width * plan.output.height,
        ),
        onChoose: () => change({ pooling: 'max' }),
      },
      verdict: verdictOf.pooling(),
    }),
    guideStep(steps.layers, {
      words: {
        pool: only({ layers: 2, pooling: 'max' }, 'pooling'),
        none: only({ layers: 2, pooling: 'none' }, 'pooling'),
      },
      set: set({ pixels: 24, activation: 'relu' }),
      predict: {
        choices: sizes.field.map((value) => formatSize(value, value)),
        answer: answer(now?.layers === 2 && now.pooling === 'none', sizes.field, plan?.field),
        onChoose: () => change({ layers: 2, pooling: 'none' }),
      },
      verdict: verdictOf.layers(),
    }),
  ];
}

const same = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** How much of an output lies on edges that run level, and how much on upright ones, by the input's own differences. */
export function edgesOf(
  input: Picture,
  output: Picture,
): { readonly level: number; readonly upright: number } {
  const margin = Math.floor((input.width - output.width) / 2);
  const at = (x: number, y: number) => input.values[(y * input.width + x) * input.channels] ?? 0;
  let [level, upright] = [0, 0];
  for (let y = 1; y < output.height - 1; y++)
    for (let x = 1; x < output.width - 1; x++) {
      const size = Math.abs(output.values[(y * output.width + x) * output.channels]!);
      const [column, row] = [x + margin, y + margin];
      level += size * Math.abs(at(column, row + 1) - at(column, row - 1));
      upright += size * Math.abs(at(column + 1, row) - at(column - 1, row));
    }
  return { level, upright };
}
