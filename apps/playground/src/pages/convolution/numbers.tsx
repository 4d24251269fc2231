import { useMemo } from 'preact/hooks';
import { formatBrief, formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { boundsOf, type Look } from '../../pictures/paint.js';
import type { Picture } from '../../pictures/picture.js';
import { Matrix } from '../../signs/matrix.js';
import { terms } from '../../signs/terms.js';
import { Card } from '../../ui/card.js';
import { Stats } from '../../ui/progress.js';
import type { ConvolutionSnapshot, Result } from './convolve.js';
import type { ConvolutionSettings } from './settings.js';
import { convolutionTexts } from './texts.js';
import type { Spot, Trace } from './window.js';

/** Settings of {@link Numbers}. */
export interface NumbersProps {
  readonly snapshot: ConvolutionSnapshot;
  readonly result: Result;
}

/** The output's size as a formula with its numbers, and what it costs. */
export function Numbers({ snapshot, result }: NumbersProps) {
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
                <strong class="convolution-formula">= {(plan.middle ?? plan.output)[side]}</strong>
              </dd>
            )}
            {plan.middle && (
              <dd>
                <span class="convolution-formula convolution-formula--label">{texts.layer('2')}</span>
                <span class="convolution-formula">{`${plan.middle[side]} − ${kernel.size} + 1`}</span>
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
          [texts.jump, texts.jumpOf(formatNumber(plan.jump))],
          [texts.multiplyAdds, formatNumber(plan.multiplyAdds)],
          [texts.took, `${formatNumber(tookMs, tookMs < 10 ? 1 : 0)} ms`],
        ]}
      />
    </Card>
  );
}

/** Settings of {@link Products}. */
export interface ProductsProps {
  readonly settings: ConvolutionSettings;
  readonly spot: Spot;
  readonly trace: Trace;
}

/** What the window covers, times the kernel, and the way from the sum to the pixel of the output. */
export function Products({ settings, spot, trace }: ProductsProps) {
  const texts = inLanguage(convolutionTexts);
  const { size, bias } = settings.kernel;
  const { products, convolved } = trace;
  const rows = Array.from({ length: size }, (_, row) => products.slice(row * size, (row + 1) * size));
  return (
    <div class="convolution-sum">
      <Matrix
        label={texts.productsOf(formatNumber(spot.x + 1), formatNumber(spot.y + 1))}
        rows={rows.map((cells) =>
          cells.map(({ pixel, weight, product, isPadding }) => ({
            value: product,
            text: formatBrief(product),
            note: `${formatBrief(pixel)} × ${formatBrief(weight)}`,
            mark: isPadding ? ('outline' as const) : undefined,
          })),
        )}
      />
      <dl class="convolution-steps">
        <div>
          <dt>{texts.sumIs}</dt>
          <dd data-testid="sum">{formatBrief(convolved - bias)}</dd>
        </div>
        {bias !== 0 && (
          <div>
            <dt>+ {texts.bias}</dt>
            <dd>{formatBrief(convolved)}</dd>
          </div>
        )}
        <After settings={settings} trace={trace} />
      </dl>
    </div>
  );
}

/** Activation and pooling, where there are: the block that is pooled, and what is kept of it. */
function After({ settings, trace }: Pick<ProductsProps, 'settings' | 'trace'>) {
  const texts = inLanguage(convolutionTexts);
  const { activation, pooling, layers, poolSize } = settings;
  const { pooled } = trace;
  if (layers === 2) return null;
  const largest = pooled.indexOf(Math.max(...pooled));
  const rows = Array.from({ length: poolSize }, (_, row) =>
    pooled.slice(row * poolSize, (row + 1) * poolSize).map((value, column) => ({
      value,
      text: formatBrief(value),
      mark: pooling === 'max' && row * poolSize + column === largest ? ('chosen' as const) : undefined,
    })),
  );
  return (
    <>
      {activation !== 'none' && (
        <div>
          <dt>{texts.activations[activation]}</dt>
          <dd>{formatBrief(trace.activated)}</dd>
        </div>
      )}
      {pooling !== 'none' && (
        <div class="convolution-steps__pool">
          <dt>{texts.pooled[pooling](String(pooled.length), formatBrief(trace.value))}</dt>
          <dd>
            <Matrix
              label={texts.pooled[pooling](String(pooled.length), formatBrief(trace.value))}
              rows={rows}
            />
          </dd>
        </div>
      )}
    </>
  );
}

/** Settings of {@link Legend}. */
export interface LegendProps {
  readonly picture: Picture;
  readonly look: Look;
}

/** Which value has which colour. */
export function Legend({ picture, look }: LegendProps) {
  const texts = inLanguage(convolutionTexts);
  const { least, most } = useMemo(() => boundsOf(picture), [picture]);
  const largest = Math.max(Math.abs(least), Math.abs(most));
  const isSigned = look === 'signed';
  const [from, middle, to] = isSigned
    ? [formatBrief(-largest), '0', formatBrief(largest)]
    : look === 'clipped'
      ? ['0', '', '1']
      : [formatBrief(least), '', formatBrief(most)];
  const kind = isSigned && picture.channels === 1 ? 'signed' : 'gray';
  return (
    <div class="convolution-legend">
      <div class={`convolution-legend__ramp convolution-legend__ramp--${kind}`} aria-hidden="true" />
      <p class="convolution-legend__ends numbers" aria-hidden="true">
        <span>{from}</span>
        <span>{middle}</span>
        <span>{to}</span>
      </p>
      <p class="field__hint">
        {picture.channels > 1 && isSigned ? texts.colorSigned : texts.lookHints[look]}{' '}
        {texts.range(formatBrief(least), formatBrief(most))}
      </p>
    </div>
  );
}
