import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { terms } from '../../signs/terms.js';
import { Card } from '../../ui/card.js';
import { Stats } from '../../ui/progress.js';
import type { ConvolutionSnapshot, Result } from './convolve.js';
import { convolutionTexts } from './texts.js';

/** Settings of {@link Numbers}. */
export interface NumbersProps {
  readonly snapshot: ConvolutionSnapshot;
  readonly result: Result;
  /** Side of what a pixel sees through this layer and the one before, if there is one. */
  readonly fieldOfBoth: number | undefined;
}

/** The output's size as a formula with its numbers, and what it costs. */
export function Numbers({ snapshot, result, fieldOfBoth }: NumbersProps) {
  const texts = inLanguage(convolutionTexts);
  const words = inLanguage(terms);
  const { input, settings } = snapshot;
  const { plan, tookMs } = result;
  const { kernel, stride, dilation, pooling, poolSize } = settings;
  const sides =
    input.width === input.height
      ? ([[texts.bothSides, 'width']] as const)
      : ([
          [texts.width, 'width'],
          [texts.height, 'height'],
        ] as const);
  const square = (side: number) => texts.size(formatNumber(side), formatNumber(side));
  return (
    <Card title={texts.numbers}>
      <dl class="convolution-formulas">
        {sides.map(([label, side]) => (
          <div key={side}>
            <dt>{label}</dt>
            <dd>
              <span class="convolution-formula">⌊(W + 2P − D(K − 1) − 1) / S⌋ + 1</span>
              <span class="convolution-formula">
                {`= ⌊(${input[side]} + 2·${plan.padding} − ${dilation}·(${kernel.size} − 1) − 1) / ${stride}⌋ + 1`}
              </span>
              <strong class="convolution-formula">= {plan.convolved[side]}</strong>
            </dd>
            {pooling !== 'none' && (
              <dd>
                <span class="convolution-formula convolution-formula--label">{texts.afterPooling}</span>
                <span class="convolution-formula">
                  {`⌊(${plan.convolved[side]} − ${poolSize}) / ${poolSize}⌋ + 1`}
                </span>
                <strong class="convolution-formula">= {plan.output[side]}</strong>
              </dd>
            )}
          </div>
        ))}
      </dl>
      <p class="field__hint">{texts.letters}</p>
      <Stats
        items={[
          [words.output, texts.size(formatNumber(plan.output.width), formatNumber(plan.output.height))],
          [words.receptiveField, square(plan.field)],
          ...(fieldOfBoth ? ([[texts.fieldOfBoth, square(fieldOfBoth)]] as const) : []),
          [texts.jump, texts.jumpOf(formatNumber(plan.jump))],
          [texts.multiplyAdds, formatNumber(plan.multiplyAdds)],
          [texts.took, `${formatNumber(tookMs, tookMs < 10 ? 1 : 0)} ms`],
        ]}
      />
    </Card>
  );
}
