import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { regressionNumbers } from './numbers.js';

export const regressionTexts: LessonTexts<typeof settings, typeof regressionNumbers.expectations> = {
  en: {
    title: 'Regression: the smallest networks, and statistics',
    question: 'Does a network without hidden layers find what statistics computes by a formula?',
    regions: {
      data: 'Two hundred points with a number each, 2 x₁ - x₂ + 0.5 and noise, and with a class: whether that number is positive.',
      closedForm:
        'Linear regression has a closed form: the normal equations XᵀX w = Xᵀy, three equations for three weights.',
      newton:
        'Logistic regression has none. Statistics packages fit it by Newton’s method (iteratively reweighted least squares): this is the reference.',
      network:
        'A linear layer, with the squared error for numbers and the cross-entropy for classes. Both losses are convex, so there is one minimum, and L-BFGS goes there in a few steps.',
      compare: 'Weight by weight.',
    },
    conclusion:
      'The weights agree: linear and logistic regression are networks of one layer. What a hidden layer adds is seen in the next lesson.',
    settings: {
      examples: 'number of points',
      noise: 'standard deviation of the noise',
      seed: 'same seed, same result',
    },
    numbers: {
      linearDifference: 'linear: largest difference from the closed form',
      logisticDifference: 'logistic: largest difference from Newton’s fit',
    },
  },
  es: {
    title: 'Regresión: las redes más pequeñas y la estadística',
    question: '¿Encuentra una red sin capas ocultas lo que la estadística calcula con una fórmula?',
    regions: {
      data: 'Doscientos puntos con un número cada uno, 2 x₁ - x₂ + 0.5 más ruido, y con una clase: si ese número es positivo.',
      closedForm:
        'La regresión lineal (linear regression) tiene solución cerrada (closed form): las ecuaciones normales XᵀX w = Xᵀy, tres ecuaciones para tres pesos.',
      newton:
        'La regresión logística (logistic regression) no la tiene. Los programas de estadística la ajustan con el método de Newton (mínimos cuadrados reponderados, IRLS): es la referencia.',
      network:
        'Una capa lineal, con el error cuadrático para los números y la entropía cruzada (cross-entropy) para las clases. Las dos pérdidas son convexas: hay un solo mínimo y L-BFGS llega en pocos pasos.',
      compare: 'Peso por peso.',
    },
    conclusion:
      'Los pesos coinciden: las regresiones lineal y logística son redes de una capa. Lo que añade una capa oculta (hidden layer) se ve en la lección siguiente.',
    settings: {
      examples: 'número de puntos',
      noise: 'desviación típica del ruido',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      linearDifference: 'lineal: mayor diferencia con la solución cerrada',
      logisticDifference: 'logística: mayor diferencia con el ajuste de Newton',
    },
  },
};
