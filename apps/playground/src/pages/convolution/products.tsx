import { formatNumber } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Matrix } from '../../signs/matrix.js';
import { brief } from './number-text.js';
import type { ConvolutionSettings } from './settings.js';
import { convolutionTexts } from './texts.js';
import type { Spot, Trace } from './window.js';

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
            text: brief(product),
            note: `${brief(pixel)} × ${brief(weight)}`,
            mark: isPadding ? ('outline' as const) : undefined,
          })),
        )}
      />
      <dl class="convolution-steps">
        <div>
          <dt>{texts.sumIs}</dt>
          <dd data-testid="sum">{brief(convolved - bias)}</dd>
        </div>
        {bias !== 0 && (
          <div>
            <dt>+ {texts.bias}</dt>
            <dd>{brief(convolved)}</dd>
          </div>
        )}
        <After settings={settings} trace={trace} />
      </dl>
    </div>
  );
}

/** Activation and pooling, where there are. */
function After({ settings, trace }: Pick<ProductsProps, 'settings' | 'trace'>) {
  const texts = inLanguage(convolutionTexts);
  const { activation, pooling } = settings;
  return (
    <>
      {activation !== 'none' && (
        <div>
          <dt>{texts.activations[activation]}</dt>
          <dd>{brief(trace.activated)}</dd>
        </div>
      )}
      {pooling !== 'none' && (
        <div class="convolution-steps__pool">
          <dt>{texts.pooled[pooling](String(trace.pooled.length), brief(trace.value))}</dt>
          <dd>{trace.pooled.map(brief).join(' · ')}</dd>
        </div>
      )}
    </>
  );
}
