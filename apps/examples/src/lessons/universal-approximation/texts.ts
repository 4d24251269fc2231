import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { universalApproximationNumbers } from './numbers.js';

export const universalApproximationTexts: LessonTexts<
  typeof settings,
  typeof universalApproximationNumbers.expectations
> = {
  en: {
    title: 'Universal approximation: any curve from simple units',
    question: 'Why can one hidden layer follow any continuous curve, if it has units enough?',
    regions: {
      boxcar:
        'The difference of two steep sigmoids is a box: it rises at 0.3 and falls at 0.6. Boxes side by side, each of the right height, follow any curve; that is the idea of the proof.',
      network:
        'A network finds its own units. It learns a curve with several turns from 201 points, with two hidden units or with many.',
      error: 'The error is measured between the points that it has learned from.',
    },
    conclusion:
      'Two units can’t follow all turns; twenty do, to within a few hundredths. The theorem says that units enough exist, not how many, nor that training finds them.',
    settings: {
      steepness: 'steepness of the two sigmoids',
      hiddenUnits: 'hidden units of the larger network',
      iterations: 'iterations of L-BFGS',
      seed: 'same seed, same result',
    },
    numbers: {
      boxcarError: 'mean error of the box from two sigmoids',
      fewError: 'error of the network with 2 units',
      manyError: 'error of the network with many units',
    },
  },
  es: {
    title: 'Aproximación universal: cualquier curva con unidades sencillas',
    question:
      '¿Por qué una sola capa oculta puede seguir cualquier curva continua si tiene bastantes unidades?',
    regions: {
      boxcar:
        'La diferencia de dos sigmoides (sigmoids) empinadas es un pulso rectangular (boxcar): sube en 0.3 y baja en 0.6. Con pulsos contiguos, cada uno de la altura adecuada, se sigue cualquier curva; esa es la idea de la demostración.',
      network:
        'Una red encuentra sus propias unidades. Aprende una curva con varias vueltas a partir de 201 puntos, con dos unidades ocultas (hidden units) o con muchas.',
      error: 'El error se mide entre los puntos con los que ha aprendido.',
    },
    conclusion:
      'Dos unidades no pueden seguir todas las vueltas; veinte sí, con un error de pocas centésimas. El teorema dice que hay un número de unidades suficiente, no cuántas son ni que el entrenamiento las encuentre.',
    settings: {
      steepness: 'pendiente de las dos sigmoides',
      hiddenUnits: 'unidades ocultas de la red mayor',
      iterations: 'iteraciones de L-BFGS',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      boxcarError: 'error medio del pulso con dos sigmoides',
      fewError: 'error de la red con 2 unidades',
      manyError: 'error de la red con muchas unidades',
    },
  },
};
