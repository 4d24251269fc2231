import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { densityNumbers } from './numbers.js';

export const densityTexts: LessonTexts<typeof settings, typeof densityNumbers.expectations> = {
  en: {
    title: 'A density that nobody wrote down: GAN and WGAN-GP on a line',
    question:
      'What do generator and discriminator end with, and what does the loss of a critic say on the way?',
    regions: {
      data: 'Numbers of a normal distribution with mean 2 and deviation ½. The networks see the numbers alone, not the formula.',
      networks:
        'From one normal number to another number, and from a number to its score. The generator learns at a quarter of the discriminator’s rate, so that the discriminator can keep up: where it lags behind, both go round in circles.',
      paper:
        'The picture of the paper: the density of real numbers, that of generated ones, and the discriminator’s answer, before and after.',
      half: 'Where both densities are equal the best answer is ½. It is measured within two deviations of the mean.',
      critic:
        'WGAN-GP: the critic’s loss is minus its estimate of the Wasserstein distance, up to the slope that the gradient penalty allows. Beside it the exact distance: on a line it is the mean difference of sorted numbers.',
    },
    conclusion:
      'The generator has the mean and the deviation of the real numbers, and the discriminator answers one half: it can’t tell. The logistic loss says little on the way, as it is near 2 ln 2 whenever the game is even; the critic’s falls as the samples get better, with the exact distance.',
    settings: {
      epochs: 'epochs of the first game, 32 steps each',
      criticEpochs: 'epochs of WGAN-GP',
      batchSize: 'numbers in a batch',
      learningRate: 'learning rate of discriminator and critic',
      r1: 'factor of the R1 penalty in the first game',
      seed: 'same seed, same result',
    },
    numbers: {
      mean: 'mean of the generated numbers',
      deviation: 'their standard deviation',
      fromHalf: 'by how much the answer is off one half, at most',
      criticLeft: 'share of the critic’s estimate that is left at the end',
      distanceLeft: 'share of the exact distance that is left at the end',
    },
  },
  es: {
    title: 'Una densidad que nadie escribió: GAN y WGAN-GP sobre una recta',
    question: '¿Con qué acaban generador y discriminador, y qué dice por el camino la pérdida de un crítico?',
    regions: {
      data: 'Números de una distribución normal de media 2 y desviación ½. Las redes solo ven los números, no la fórmula.',
      networks:
        'De un número normal a otro número, y de un número a su puntuación. El generador (generator) aprende con un cuarto de la tasa del discriminador (discriminator), para que este pueda seguirlo: si se retrasa, ambos dan vueltas en círculo.',
      paper:
        'La figura del artículo: la densidad de los números reales, la de los generados y la respuesta del discriminador, antes y después.',
      half: 'Donde ambas densidades son iguales la mejor respuesta es ½. Se mide a menos de dos desviaciones de la media.',
      critic:
        'WGAN-GP: la pérdida del crítico (critic) es menos su estimación de la distancia de Wasserstein, salvo por la pendiente que permite la penalización del gradiente (gradient penalty). Al lado, la distancia exacta: en una recta es la diferencia media de los números ordenados.',
    },
    conclusion:
      'El generador tiene la media y la desviación de los números reales, y el discriminador responde un medio: no puede distinguirlos. La pérdida logística dice poco por el camino, pues está cerca de 2 ln 2 siempre que el juego está igualado; la del crítico baja a medida que mejoran las muestras, junto con la distancia exacta.',
    settings: {
      epochs: 'épocas del primer juego, de 32 pasos cada una',
      criticEpochs: 'épocas de WGAN-GP',
      batchSize: 'números por lote',
      learningRate: 'tasa de aprendizaje del discriminador y del crítico',
      r1: 'factor de la penalización R1 en el primer juego',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      mean: 'media de los números generados',
      deviation: 'su desviación estándar',
      fromHalf: 'cuánto se aparta de un medio la respuesta, como máximo',
      criticLeft: 'parte de la estimación del crítico que queda al final',
      distanceLeft: 'parte de la distancia exacta que queda al final',
    },
  },
};
