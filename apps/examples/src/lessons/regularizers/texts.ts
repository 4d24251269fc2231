import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { regularizersNumbers } from './numbers.js';

export const regularizersTexts: LessonTexts<typeof settings, typeof regularizersNumbers.expectations> = {
  en: {
    title: 'Regularisation: the same network with each',
    question: 'A large network learns fifty noisy points by heart. What keeps it from doing so?',
    regions: {
      data: 'Fifty points of two noisy half moons to learn from, a thousand for the test.',
      training:
        'The same network from the same weights each time; after every fifth epoch the loss on the test points is measured.',
      regularizers:
        'Penalties on weights (L1, L2, both as the elastic net) and on activations, weight decay in the optimizer, dropout and noise in the hidden layers, a bound on norms, softer labels, mixed examples, stopping in time; and a penalty that is far too strong.',
      picture:
        'One picture has a panel for each: overfitting is where the test loss falls and then rises while the training loss goes on falling; underfitting where neither falls. A second picture lays the test losses over each other.',
    },
    conclusion:
      'Without a regulariser the training loss goes to zero and the test loss climbs: overfitting. Most regularisers keep it down. Too much of one is no better: then even the training points are not learned, which is underfitting.',
    settings: {
      epochs: 'number of epochs',
      examples: 'points to learn from',
      noise: 'standard deviation of the noise',
      hiddenUnits: 'units of each hidden layer',
      seed: 'same seed, same result',
    },
    numbers: {
      gap: 'no regulariser: test loss above training loss',
      best: 'lowest test loss, divided by that without regulariser',
      better: 'regularisers of twelve that lower the test loss',
      underfit: 'training loss with too much L2',
    },
  },
  es: {
    title: 'Regularización: la misma red con cada técnica',
    question: 'Una red grande se aprende de memoria cincuenta puntos con ruido. ¿Qué lo evita?',
    regions: {
      data: 'Cincuenta puntos de dos medias lunas (moons) con ruido para aprender y mil para la prueba (test).',
      training:
        'La misma red desde los mismos pesos cada vez; cada cinco épocas se mide la pérdida en los puntos de prueba.',
      regularizers:
        'Penalizaciones sobre los pesos (L1, L2 y ambas a la vez: elastic net) y sobre las activaciones, decaimiento de pesos (weight decay) en el optimizador, dropout y ruido en las capas ocultas, una cota de la norma (max norm), etiquetas suavizadas (label smoothing), ejemplos mezclados (mixup), parada temprana (early stopping); y una penalización demasiado fuerte.',
      picture:
        'Un dibujo tiene un panel por técnica: hay sobreajuste (overfitting) donde la pérdida de prueba baja y luego sube mientras la de entrenamiento sigue bajando; subajuste (underfitting), donde no baja ninguna. Un segundo dibujo superpone las pérdidas de prueba.',
    },
    conclusion:
      'Sin regularización la pérdida de entrenamiento llega a cero y la de prueba sube: sobreajuste. Casi todas las técnicas la contienen. Demasiada tampoco sirve: entonces ni siquiera se aprenden los puntos de entrenamiento, y eso es subajuste.',
    settings: {
      epochs: 'número de épocas',
      examples: 'puntos para aprender',
      noise: 'desviación típica del ruido',
      hiddenUnits: 'unidades de cada capa oculta',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      gap: 'sin regularización: pérdida de prueba menos la de entrenamiento',
      best: 'menor pérdida de prueba dividida por la obtenida sin regularización',
      better: 'técnicas, de doce, que bajan la pérdida de prueba',
      underfit: 'pérdida de entrenamiento con demasiado L2',
    },
  },
};
