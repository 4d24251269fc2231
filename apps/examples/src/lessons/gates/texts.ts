import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { gatesNumbers } from './numbers.js';

export const gatesTexts: LessonTexts<typeof settings, typeof gatesNumbers.expectations> = {
  en: {
    title: 'Logic gates: what one neuron can and cannot learn',
    question: 'One neuron learns AND and OR. Why does it fail at XOR, and what does a hidden layer change?',
    regions: {
      models:
        'Two models: a single neuron, which draws one straight line, and a network with a hidden layer of a few units.',
      training:
        'Gradient descent on the four rows of the truth table: the loss is the binary cross-entropy, and Adam takes a step after each epoch.',
      test: 'A row is right if the output is on the correct side of zero, that is, if the probability is on the correct side of one half.',
      experiment: 'AND and OR with one neuron, then XOR with one neuron and with the hidden layer.',
    },
    conclusion:
      'No straight line separates the two classes of XOR, so a single neuron gets at most three of the four rows right, however long it trains. The hidden layer bends the plane, and then one line is enough.',
    settings: {
      epochs: 'number of epochs',
      learningRate: 'learning rate',
      hiddenUnits: 'units of the hidden layer',
      seed: 'same seed, same result',
    },
    numbers: {
      and: 'AND, one neuron: rows right',
      or: 'OR, one neuron: rows right',
      xor: 'XOR, one neuron: rows right',
      xorHidden: 'XOR, hidden layer: rows right',
    },
  },
  es: {
    title: 'Puertas lógicas: lo que una neurona puede y no puede aprender',
    question:
      'Una neurona aprende AND y OR. ¿Por qué falla con XOR y qué cambia con una capa oculta (hidden layer)?',
    regions: {
      models:
        'Dos modelos: una sola neurona, que traza una recta, y una red con una capa oculta (hidden layer) de pocas unidades.',
      training:
        'Descenso de gradiente (gradient descent) sobre las cuatro filas de la tabla de verdad: la pérdida (loss) es la entropía cruzada binaria y Adam da un paso después de cada época (epoch).',
      test: 'Una fila es correcta si la salida está en el lado correcto del cero, es decir, si la probabilidad está en el lado correcto de un medio.',
      experiment: 'AND y OR con una neurona; después XOR con una neurona y con la capa oculta.',
    },
    conclusion:
      'Ninguna recta separa las dos clases de XOR: una sola neurona acierta como mucho tres de las cuatro filas, por mucho que entrene. La capa oculta deforma el plano y entonces basta una recta.',
    settings: {
      epochs: 'número de épocas',
      learningRate: 'tasa de aprendizaje',
      hiddenUnits: 'unidades de la capa oculta',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      and: 'AND, una neurona: filas correctas',
      or: 'OR, una neurona: filas correctas',
      xor: 'XOR, una neurona: filas correctas',
      xorHidden: 'XOR, capa oculta: filas correctas',
    },
  },
};
