import type { GuideStep } from '../../guide/guide.js';
import { Woven } from '../../guide/woven.js';
import { formatBrief, formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import type { Picture } from '../../pictures/picture.js';
import type { Verdict } from '../../ui/verdict.js';
import { type ConvolutionSettings, convolutionSchema, kernels } from './settings.js';
import type { Follow } from './stage.js';
import { convolutionTexts } from './texts.js';

const { initial } = convolutionSchema;
const strong = 0.5; // of the largest sum
const sizes = { stride: [4, 5, 6], pooling: [50, 25, 20], field: [3, 5, 9] } as const;

/** Settings of {@link guideSteps}. */
export interface StepsInput {
  readonly follow: Follow | undefined;
  readonly change: (changes: Partial<ConvolutionSettings>) => void;
}

/** The steps of the page, each with what it sets and what it sees. */
export function guideSteps({ follow, change }: StepsInput): GuideStep[] {
  const texts = inLanguage(convolutionTexts);
  const { steps, verdicts } = texts;
  const shown = follow?.shown;
  const now = shown?.settings; // what is shown was computed with
  const plan = shown?.result.plan;
  const verdict = (kind: Verdict['kind'], text: string): Verdict => ({ kind, text });
  const waiting = verdict('open', texts.computing);
  const set = (changes: Partial<ConvolutionSettings>) => () => {
    follow?.slide.end();
    change({ ...initial, ...changes });
  };
  const only = (changes: Partial<ConvolutionSettings>, lights?: string) => ({
    set: () => change(changes),
    ...(lights && { lights }),
  });

  const pixel = (): Verdict => {
    if (!shown || !follow) return waiting;
    const most = Math.max(...Array.from(shown.result.output.values, Math.abs), 1e-9);
    const sum = formatBrief(follow.trace.value);
    return Math.abs(follow.trace.value) >= strong * most && follow.slide.position === undefined
      ? verdict('good', verdicts.strong(sum))
      : verdict('open', verdicts.weak(sum));
  };
  const found = shown && edgesOf(shown.input, shown.result.output);
  const isLevel = now !== undefined && same(now.kernel.cells, kernels.sobelY.cells);
  const edges = (): Verdict => {
    if (!found || !isLevel) return verdict('open', verdicts.turn);
    const share = found.level / (found.level + found.upright || 1);
    return verdict(share > 0.5 ? 'good' : 'open', verdicts.edges(formatPercent(share)));
  };
  const stride = (): Verdict => {
    if (!plan || !now) return waiting;
    const width = formatNumber(plan.output.width);
    if (now.stride < 2) return verdict('open', verdicts.stride1(width));
    return plan.padding > 0
      ? verdict('good', verdicts.padded(width))
      : verdict('open', verdicts.strided(width));
  };
  const pooling = (): Verdict => {
    if (!follow || now?.pooling === 'none' || now === undefined) return verdict('open', verdicts.noPooling);
    const block = follow.trace.pooled.map((value) => formatBrief(value)).join(' · ');
    return verdict('good', verdicts.pooled[now.pooling](block, formatBrief(follow.trace.value)));
  };
  const layers = (): Verdict => {
    if (!plan || now?.layers !== 2) return verdict('open', verdicts.oneLayer);
    const side = formatNumber(plan.field);
    return now.pooling === 'none'
      ? verdict('open', verdicts.twoLayers(side))
      : verdict('good', verdicts.pooledLayers(side));
  };
  const indexIn = (choices: readonly number[], value: number): number | undefined =>
    choices.includes(value) ? choices.indexOf(value) : undefined;
  return [
    {
      ...titled(steps.pixel),
      text: <Woven text={steps.pixel.text} words={{ play: { set: () => follow?.slide.play() } }} />,
      set: set({}),
      verdict: pixel(),
    },
    {
      ...titled(steps.edges),
      text: (
        <Woven
          text={steps.edges.text}
          words={{ sobelX: only({ kernel: kernels.sobelX }), sobelY: only({ kernel: kernels.sobelY }) }}
        />
      ),
      set: set({ source: 'board', pixels: 24 }),
      predict: {
        question: steps.edges.ask,
        choices: steps.edges.choices,
        answer: found && isLevel ? Number(found.level > found.upright) : undefined,
        why: steps.edges.why,
        onChoose: () => change({ kernel: kernels.sobelY }),
      },
      verdict: edges(),
    },
    {
      ...titled(steps.stride),
      text: (
        <Woven
          text={steps.stride.text}
          words={{ padding: only({ padding: 1 }), stride: only({ stride: 2 }) }}
        />
      ),
      set: set({}),
      predict: {
        question: steps.stride.ask,
        choices: sizes.stride.map((value) => formatNumber(value)),
        answer:
          plan && now?.stride === 2 && plan.padding === 0
            ? indexIn(sizes.stride, plan.output.width)
            : undefined,
        why: `⌊(12 + 2·0 − 3) / 2⌋ + 1 = ${formatNumber(plan?.output.width ?? Number.NaN)}.`,
        onChoose: () => change({ stride: 2, padding: 0 }),
      },
      verdict: stride(),
    },
    {
      ...titled(steps.pooling),
      text: (
        <Woven
          text={steps.pooling.text}
          words={{ max: only({ pooling: 'max' }, 'pooling'), mean: only({ pooling: 'average' }, 'pooling') }}
        />
      ),
      set: set({ activation: 'relu' }),
      predict: {
        question: steps.pooling.ask,
        choices: sizes.pooling.map((value) => formatNumber(value)),
        answer:
          plan && now?.pooling !== 'none' && now?.layers === 1
            ? indexIn(sizes.pooling, plan.output.width * plan.output.height)
            : undefined,
        why: steps.pooling.why,
        onChoose: () => change({ pooling: 'max' }),
      },
      verdict: pooling(),
    },
    {
      ...titled(steps.layers),
      text: (
        <Woven
          text={steps.layers.text}
          words={{
            pool: only({ layers: 2, pooling: 'max' }, 'pooling'),
            none: only({ layers: 2, pooling: 'none' }, 'pooling'),
          }}
        />
      ),
      set: set({ pixels: 24, activation: 'relu' }),
      predict: {
        question: steps.layers.ask,
        choices: sizes.field.map((value) => texts.size(formatNumber(value), formatNumber(value))),
        answer:
          plan && now?.layers === 2 && now.pooling === 'none' ? indexIn(sizes.field, plan.field) : undefined,
        why: steps.layers.why,
        onChoose: () => change({ layers: 2, pooling: 'none' }),
      },
      verdict: layers(),
    },
  ];
}

const titled = ({ title, look }: { readonly title: string; readonly look: string }) => ({
  title,
  lookFor: look,
});

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
