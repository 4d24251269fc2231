import { SmallPlot } from '../../charts/function-plot.js';
import { formatShort } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { type FunctionName, functionNames, plotRange } from './settings.js';
import { activationsTexts } from './texts.js';
import type { ActivationsSnapshot } from './train.js';

/** Settings of {@link Gallery}. */
export interface GalleryProps {
  readonly fn: FunctionName;
  readonly curves: ActivationsSnapshot['curves'];
  /** Changes when the curves do. */
  readonly version: number;
  /** Of each function, where the gradient that arrives after ten layers is shown. */
  readonly chains: ActivationsSnapshot['chains'] | undefined;
  readonly onChoose: (fn: FunctionName) => void;
}

/** All functions in small, one of them chosen. Arrow keys move between them. */
export function Gallery({ fn, curves, version, chains, onChoose }: GalleryProps) {
  const texts = inLanguage(activationsTexts);
  return (
    <fieldset class="activations-gallery">
      <legend class="visually-hidden">{texts.function}</legend>
      {functionNames.map((name) => (
        <label key={name} class="activations-tile" title={texts.about[name]}>
          <input
            type="radio"
            name="activations-function"
            checked={name === fn}
            onChange={() => onChoose(name)}
          />
          <SmallPlot range={plotRange} curve={curves[name]} version={version} />
          <span>{texts.names[name]}</span>
          {chains && (
            <span class="activations-tile__reach numbers">{formatShort(chains[name][0]!.gradient)}</span>
          )}
        </label>
      ))}
    </fieldset>
  );
}
