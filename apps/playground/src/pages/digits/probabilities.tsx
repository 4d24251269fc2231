import { formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { Spoken } from '../../ui/spoken.js';
import { digitsTexts } from './texts.js';

/** How probable each digit is, as bars. */
export function Probabilities({ values }: { readonly values: Float32Array | undefined }) {
  const texts = inLanguage(digitsTexts);
  const best = values ? values.indexOf(Math.max(...values)) : -1;
  return (
    <div class="digits-answer">
      <p class="digits-answer__best">
        {values ? (
          <>
            <span class="digits-answer__digit">{best}</span>
            <span>{texts.sure(formatPercent(values[best]!))}</span>
          </>
        ) : (
          <span class="digits-answer__none">{texts.drawFirst}</span>
        )}
      </p>
      <Spoken text={values ? `${best}, ${texts.sure(formatPercent(values[best]!))}` : texts.drawFirst} />
      <ul class="digits-bars" aria-label={texts.probabilities}>
        {Array.from({ length: 10 }, (_, digit) => {
          const share = values?.[digit] ?? 0;
          return (
            <li key={digit} class={digit === best ? 'digits-bar digits-bar--best' : 'digits-bar'}>
              <span>{digit}</span>
              <span class="digits-bar__track" aria-hidden="true">
                <span class="digits-bar__fill" style={{ width: `${100 * share}%` }} />
              </span>
              <span class="digits-bar__number">{values ? formatPercent(share) : '–'}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
