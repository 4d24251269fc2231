import { formatNumber } from '../i18n/numbers.js';
import { defineTexts, inLanguage } from '../i18n/texts.js';
import './attention-view.css';

const legendTexts = defineTexts({ head: (n: string) => `Head ${n}` }, { head: (n: string) => `Cabeza ${n}` });

/** The colours of the heads. */
export function HeadLegend({ heads }: { readonly heads: number }) {
  const texts = inLanguage(legendTexts);
  return (
    <ul class="attention-heads">
      {Array.from({ length: heads }, (_, i) => (
        <li key={i}>
          <svg viewBox="0 0 20 8" aria-hidden="true">
            <path class={`attention__line attention__line--${i}`} d="M1 4H19" />
          </svg>
          {texts.head(formatNumber(i + 1))}
        </li>
      ))}
    </ul>
  );
}
