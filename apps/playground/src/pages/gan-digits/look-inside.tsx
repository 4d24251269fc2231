import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ProbabilityBars } from '../../signs/probability-bars.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import { Card } from '../../ui/card.js';
import { classes, side } from './settings.js';
import { ganDigitsTexts } from './texts.js';
import type { GanDigitsSnapshot } from './train.js';

const names = Array.from({ length: classes }, (_, digit) => String(digit));

/** Settings of {@link LookInside}. */
export interface LookInsideProps {
  readonly snapshot: GanDigitsSnapshot;
  readonly onClass: (digit: number) => void;
}

/** One made digit: the real one that is most like it, what the judge takes it for, and what the discriminator answers. */
export function LookInside({ snapshot, onClass }: LookInsideProps) {
  const texts = inLanguage(ganDigitsTexts);
  const { sheet, answers, settings, look } = snapshot;
  const at = classes + settings.chosen;
  const digit = settings.chosen % classes;
  return (
    <Card title={texts.inside.title(String(digit))}>
      <div class="gan-digits-inside">
        <div class="gan-digits-pair numbers">
          <figure>
            <TensorTile
              values={sheet.subarray(at * side ** 2, (at + 1) * side ** 2)}
              width={side}
              look="ink"
              label={texts.inside.made(String(digit))}
            />
            <figcaption>{texts.inside.answer(formatPercent(answers[at]!))}</figcaption>
          </figure>
          <figure>
            <TensorTile values={look.nearest} width={side} look="ink" label={texts.inside.nearest} />
            <figcaption>{texts.inside.distance(formatNumber(look.distance, 2))}</figcaption>
          </figure>
        </div>
        <div class="gan-digits-judge">
          <p>{texts.inside.judge}</p>
          <ProbabilityBars
            label={texts.inside.judge}
            names={names}
            values={look.probabilities}
            chosen={digit}
            onChoose={onClass}
          />
        </div>
      </div>
    </Card>
  );
}
