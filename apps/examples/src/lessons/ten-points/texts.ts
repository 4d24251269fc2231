import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { tenPointsNumbers } from './numbers.js';

export const tenPointsTexts: LessonTexts<typeof settings, typeof tenPointsNumbers.expectations> = {
  en: {
    title: 'Ten points: a perceptron learns by hand',
    question: 'How can one neuron find the line between two classes by correcting its mistakes?',
    regions: {
      data: 'Ten points of the plane in two classes that a straight line separates.',
      neuron:
        'A perceptron is a threshold unit: a weighted sum of the two coordinates plus a bias. It answers 1 where the sum is not negative, else 0.',
      rule: "Rosenblatt's rule: a right answer changes nothing. After a wrong one, the weights move towards the point, or away from it, by the learning rate.",
      line: 'The line where the sum is zero separates what the neuron calls 0 from what it calls 1.',
    },
    conclusion:
      'Three mistakes were enough: from the third epoch on every point is right, so the weights no longer change. The rule always ends like this where a line separates the classes.',
    settings: { epochs: 'number of epochs', learningRate: 'learning rate' },
    numbers: {
      misclassified: 'misclassified points in each epoch',
      bias: 'bias at the end',
      weights: 'weights at the end',
    },
  },
  es: {
    title: 'Diez puntos: un perceptrón aprende paso a paso',
    question: '¿Cómo encuentra una sola neurona la recta entre dos clases corrigiendo sus errores?',
    regions: {
      data: 'Diez puntos del plano en dos clases que una recta separa.',
      neuron:
        'Un perceptrón (perceptron) es una unidad de umbral (threshold unit): la suma ponderada de las dos coordenadas más un sesgo (bias). Responde 1 si la suma no es negativa y 0 en otro caso.',
      rule: 'La regla de Rosenblatt: un acierto no cambia nada. Tras un error, los pesos (weights) se acercan al punto o se alejan de él según la tasa de aprendizaje (learning rate).',
      line: 'La recta donde la suma vale cero separa lo que la neurona llama 0 de lo que llama 1.',
    },
    conclusion:
      'Bastaron tres errores: desde la tercera época (epoch) todos los puntos son correctos y los pesos ya no cambian. La regla siempre termina así cuando una recta separa las clases.',
    settings: { epochs: 'número de épocas', learningRate: 'tasa de aprendizaje' },
    numbers: {
      misclassified: 'puntos mal clasificados en cada época',
      bias: 'sesgo al final',
      weights: 'pesos al final',
    },
  },
};
