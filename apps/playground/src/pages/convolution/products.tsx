import { inLanguage } from '../../i18n/texts.js';
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
  const largest = Math.max(...products.map(({ product }) => Math.abs(product))) || 1;
  const rows = Array.from({ length: size }, (_, row) => products.slice(row * size, (row + 1) * size));
  return (
    <div class="convolution-sum">
      <table class="convolution-products">
        <caption class="visually-hidden">{texts.productsOf(String(spot.x + 1), String(spot.y + 1))}</caption>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map(({ pixel, weight, product, isPadding }, column) => (
                <td
                  key={column}
                  class={`convolution-products__cell ${product < 0 ? 'convolution-products__below' : 'convolution-products__above'}${isPadding ? ' convolution-products__padding' : ''}`}
                  style={{ '--share': `${Math.round((60 * Math.abs(product)) / largest)}%` }}
                >
                  <strong class="convolution-products__product">{brief(product)}</strong>
                  <span class="convolution-products__factors">
                    {brief(pixel)} × {brief(weight)}
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
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
