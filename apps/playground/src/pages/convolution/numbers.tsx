import { formatBrief, formatNumber, formatSize } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ChannelPicker } from '../../pictures/channel-picker.js';
import { placeText } from '../../pictures/map-figure.js';
import { inRows, Matrix } from '../../signs/matrix.js';
import { Products } from '../../signs/products.js';
import { SizeFormulas } from '../../signs/size-formulas.js';
import { terms } from '../../signs/terms.js';
import { Card } from '../../ui/card.js';
import { Stats } from '../../ui/progress.js';
import { chainOf, type Followed, type Shown } from './stage.js';
import { convolutionTexts } from './texts.js';

/** The output's size as a formula with its numbers, and what it costs. */
export function Numbers({ input, settings, result: { plan, tookMs } }: Shown) {
  const texts = inLanguage(convolutionTexts);
  const words = inLanguage(terms);
  const { kernel, stride, dilation, pooling, poolSize } = settings;
  const kernelSize = kernel.size;
  const layers = [
    { kernelSize, stride, padding: plan.padding, dilation, to: plan.convolved },
    ...(pooling === 'none'
      ? []
      : [
          {
            name: texts.afterPooling,
            kernelSize: poolSize,
            stride: poolSize,
            to: plan.middle ?? plan.output,
          },
        ]),
    ...(plan.middle ? [{ name: `${words.layer} 2`, kernelSize, stride: 1, to: plan.output }] : []),
  ];
  return (
    <Card title={texts.numbers}>
      <SizeFormulas from={input} layers={layers} />
      <Stats
        items={[
          [words.output, formatSize(plan.output.width, plan.output.height)],
          [words.receptiveField, formatSize(plan.field, plan.field)],
          [texts.jump, `${formatNumber(plan.jump)} px`],
          [texts.multiplyAdds, formatNumber(plan.multiplyAdds)],
          [texts.took, `${formatNumber(tookMs, tookMs < 10 ? 1 : 0)} ms`],
        ]}
      />
    </Card>
  );
}

/** The sum behind one pixel of the output: what the window covers, times the kernel, and the way from there to the pixel. */
export function SumCard(followed: Followed) {
  const { shown, trace, follow, channel, setChannel } = followed;
  const texts = inLanguage(convolutionTexts);
  const { kernel, pooling, layers, poolSize } = shown.settings;
  const { products, pooled, value } = trace;
  const place = placeText(follow.spot, value);
  const largest = pooling === 'max' ? pooled.indexOf(Math.max(...pooled)) : -1;
  const block = pooled.map((one, i) => ({
    value: one,
    text: formatBrief(one),
    mark: i === largest ? ('chosen' as const) : undefined,
  }));
  const kept =
    pooling === 'none' || layers === 2
      ? ''
      : texts.verdicts.pooled[pooling](pooled.map(formatBrief).join(' · '), formatBrief(value));
  return (
    <Card
      title={texts.sum}
      actions={
        <p class="field__hint numbers" aria-hidden="true">
          {place}
        </p>
      }
    >
      {shown.input.channels > 1 && <ChannelPicker channel={channel} onChange={setChannel} />}
      <div class="convolution-sum">
        <Products label={place} products={products} columns={kernel.size} />
        <div>
          <Stats items={chainOf(followed)} />
          {kept && (
            <div class="convolution-block">
              <p class="field__hint">{kept}</p>
              <Matrix label={kept} rows={inRows(block, poolSize)} />
            </div>
          )}
        </div>
      </div>
      <p class="field__hint">{texts.sumHint}</p>
    </Card>
  );
}
