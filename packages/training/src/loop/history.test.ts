import { expect, it } from 'vitest';
import { learningCurves } from '../index.js';

it('puts the numbers of the validation beside those of the training, with their capitals', () => {
  const epochs = [
    { loss: 2, AUC: 0.5 },
    { loss: 1, AUC: 0.7, valLoss: 1.5, valAUC: 0.6, valOther: 3 },
  ];
  const curves = learningCurves({ epochs, deviations: [] });
  expect(Object.keys(curves)).toEqual(['loss', 'AUC', 'other']);
  expect(curves.AUC).toEqual({
    train: { mean: [0.5, 0.7], epochs: [1, 2] },
    validation: { mean: [0.6], epochs: [2] },
  });
});
