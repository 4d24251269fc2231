import { formatNumber, formatPercent } from '../../i18n/numbers.js';
import { inLanguage } from '../../i18n/texts.js';
import { ColorTile } from '../../pictures/color-tile.js';
import { ConfusionTable } from '../../signs/confusion-table.js';
import { TensorTile } from '../../signs/tensor-tile.js';
import type { TeachAnswer } from '../../teaching/head.js';
import type { TeachSnapshot } from '../../teaching/train.js';
import { Card } from '../../ui/card.js';
import { bodySide } from '../../weights/body-sizes.js';
import { teachTexts } from './texts.js';

const mistakesShown = 12;

/** Settings of {@link HeldOutCard}. */
export interface HeldOutCardProps {
  readonly snapshot: TeachSnapshot;
  readonly names: readonly string[];
}

/** What the network says of held-out pictures: the confusion matrix, and those that it gets wrong. */
export function HeldOutCard({ snapshot, names }: HeldOutCardProps) {
  const texts = inLanguage(teachTexts);
  const { tested, held, mistaken, computed, reused } = snapshot;
  return (
    <Card title={texts.confusion}>
      <div class="teach-confusion">
        <ConfusionTable counts={tested.confusion} names={names} />
        <div>
          <p class="card__note numbers">
            {held > 0 && texts.share(formatPercent(tested.accuracy), formatNumber(held))}
          </p>
          <p class="field__label">{texts.wrong}</p>
          {mistaken.length === 0 ? (
            <p class="field__hint">{texts.none}</p>
          ) : (
            <div class="teach-class__pictures" aria-hidden="true">
              {mistaken.slice(0, mistakesShown).map((bytes, i) => (
                <span key={i} class="teach-thumb teach-thumb--held">
                  <ColorTile bytes={bytes} width={bodySide} />
                </span>
              ))}
            </div>
          )}
          {computed + reused > 0 && (
            <p class="field__hint">{texts.kept(formatNumber(computed), formatNumber(reused))}</p>
          )}
        </div>
      </div>
    </Card>
  );
}

const tile = 16; // features in a row

/** The numbers of an answer: features, the head's weights for a class, and their products, which are summed. */
export function InsideCard({ answer, name }: { readonly answer: TeachAnswer; readonly name: string }) {
  const texts = inLanguage(teachTexts);
  const { features, weights, bias } = answer;
  const products = features.map((value, i) => value * weights[i]!);
  const score = products.reduce((sum, value) => sum + value, bias);
  return (
    <Card title={texts.inside(name)}>
      <div class="teach-inside">
        {(
          [
            [texts.features, features],
            [texts.weights, weights],
            [texts.products, products],
          ] as const
        ).map(([label, values]) => (
          <figure key={label}>
            <TensorTile
              values={values}
              width={tile}
              height={Math.ceil(values.length / tile)}
              look="signed"
              label={label}
            />
            <figcaption class="card__note">{label}</figcaption>
          </figure>
        ))}
      </div>
      <p class="numbers">
        <strong>{texts.score(formatNumber(score, 2))}</strong>
      </p>
    </Card>
  );
}
