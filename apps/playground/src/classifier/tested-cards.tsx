import { useSeldom } from '../charts/use-seldom.js';
import { defineTexts, inLanguage } from '../i18n/texts.js';
import { ConfusionTable } from '../signs/confusion-table.js';
import { TensorTile } from '../signs/tensor-tile.js';
import { terms } from '../signs/terms.js';
import { Card } from '../ui/card.js';
import type { Answered, Tested } from './classifier-training.js';
import './tested-cards.css';

/** Settings of {@link TestedCards}. */
export interface TestedCardsProps {
  readonly tested: Tested;
  /** Width of the pictures, in pixels. */
  readonly width: number;
  /** Called with the mistake that one presses. */
  readonly onShow: (mistake: Answered) => void;
}

const most = 20; // mistakes that are shown
const drawnEvery = 200; // ms

/** What a classifier of pictures gets wrong, and its confusion matrix, drawn five times a second. */
export function TestedCards({ tested, width, onShow }: TestedCardsProps) {
  const { confusion, mistakes } = useSeldom(tested, drawnEvery);
  const texts = inLanguage(testedTexts);
  return (
    <div class="tested">
      <Card title={texts.mistakes}>
        <ul class="tested__mistakes">
          {mistakes.slice(0, most).map((mistake) => (
            <li key={mistake.index}>
              <button type="button" class="tested__mistake" onClick={() => onShow(mistake)}>
                <TensorTile values={mistake.pixels} width={width} look="ink" />
                <span class="visually-hidden">
                  {texts.answered(String(mistake.predicted), String(mistake.actual))}
                </span>
                <span class="numbers" aria-hidden="true">
                  {mistake.predicted} ≠ {mistake.actual}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={inLanguage(terms).confusionMatrix}>
        <ConfusionTable counts={confusion} />
      </Card>
    </div>
  );
}

const testedTexts = defineTexts(
  {
    mistakes: 'All mistakes',
    answered: (predicted: string, actual: string) => `Says ${predicted}, is ${actual}`,
  },
  {
    mistakes: 'Todos los errores',
    answered: (predicted, actual) => `Dice ${predicted}, es ${actual}`,
  },
);
