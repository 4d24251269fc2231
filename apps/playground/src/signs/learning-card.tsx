import { formatBrief, formatNumber } from '../i18n/numbers.js';
import { defineTexts, inLanguage } from '../i18n/texts.js';
import { type OptimizerName, optimizerNames } from '../optimizer/names.js';
import { Card } from '../ui/card.js';
import { Segmented } from '../ui/segmented.js';
import { Select } from '../ui/select.js';
import { StopSlider } from '../ui/slider.js';
import { type LearningSettings, type RegularizerName, regularizerNames } from './learning-settings.js';
import { terms } from './terms.js';

/** Settings of {@link LearningCard}. */
export interface LearningCardProps {
  readonly settings: LearningSettings;
  readonly onChange: (changes: Partial<LearningSettings>) => void;
  /** From this size on a batch holds all examples. */
  readonly whole: number;
}

const rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];
const penalties = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1];
const probabilities = [0.05, 0.1, 0.2, 0.3, 0.5];
const usualRate: Readonly<Record<OptimizerName, number>> = {
  sgd: 0.1,
  momentum: 0.03,
  nesterov: 0.03,
  adagrad: 0.1,
  adadelta: 1,
  rmsprop: 0.01,
  adam: 0.01,
  adamw: 0.01,
};

/** Optimizer, learning rate, batch size and regularizer. */
export function LearningCard({ settings, onChange, whole }: LearningCardProps) {
  const words = inLanguage(terms);
  const texts = inLanguage(learningTexts);
  const { optimizer, learningRate, regularizer, strength, batchSize } = settings;
  return (
    <Card title={words.learning}>
      <Select<OptimizerName>
        label={words.optimizer}
        value={optimizer}
        choices={optimizerNames.map((value) => ({ value, label: words.optimizers[value] }))}
        onChange={(value) => onChange({ optimizer: value, learningRate: usualRate[value] })}
      />
      <StopSlider
        label={words.learningRate}
        stops={rates}
        value={learningRate}
        onChange={(value) => onChange({ learningRate: value })}
        format={formatBrief}
      />
      <StopSlider
        label={words.batchSize}
        stops={[8, 16, 32, 64, 128, whole]}
        value={batchSize}
        onChange={(value) => onChange({ batchSize: value })}
        format={(value) => (value >= whole ? texts.whole : formatNumber(value))}
      />
      <Segmented<RegularizerName>
        label={words.regularizer}
        value={regularizer}
        choices={regularizerNames.map((value) => ({ value, label: texts.names[value] }))}
        onChange={(value) => onChange({ regularizer: value, strength: value === 'dropout' ? 0.1 : 0.003 })}
        hint={texts.hints[regularizer]}
      />
      {regularizer !== 'none' && (
        <StopSlider
          label={regularizer === 'dropout' ? texts.probability : texts.strength}
          stops={regularizer === 'dropout' ? probabilities : penalties}
          value={strength}
          onChange={(value) => onChange({ strength: value })}
          format={formatBrief}
        />
      )}
    </Card>
  );
}

const learningTexts = defineTexts(
  {
    whole: 'all points',
    names: { none: 'None', l1: 'L1', l2: 'L2', dropout: 'Dropout' },
    hints: {
      none: 'No regularization.',
      l1: 'Adds the absolute values of the weights to the loss: many become zero, and their lines vanish.',
      l2: 'Adds the squares of the weights to the loss: all stay small, the boundary smooth.',
      dropout: 'Drops hidden units at random in training, so that none relies on another.',
    },
    strength: 'Strength',
    probability: 'Probability',
  },
  {
    whole: 'todos los puntos',
    names: { none: 'Ninguno', l1: 'L1', l2: 'L2', dropout: 'Dropout' },
    hints: {
      none: 'Sin regularización.',
      l1: 'Suma a la pérdida los valores absolutos de los pesos: muchos llegan a cero y sus líneas desaparecen.',
      l2: 'Suma a la pérdida los cuadrados de los pesos: todos quedan pequeños y la frontera, suave.',
      dropout:
        'Desactiva unidades ocultas al azar durante el entrenamiento, para que ninguna dependa de otra.',
    },
    strength: 'Intensidad',
    probability: 'Probabilidad',
  },
);
