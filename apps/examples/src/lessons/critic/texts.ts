import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { criticNumbers } from './numbers.js';

export const criticTexts: LessonTexts<typeof settings, typeof criticNumbers.expectations> = {
  en: {
    title: 'A loss that says how good samples are: WGAN-GP',
    question: 'Does the loss of a GAN tell when its pictures get better?',
    regions: {
      judge:
        'Real digits of 8 by 8 pixels, and a network that reads them. The Fréchet distance of its features says how far invented digits are from real ones; neither GAN ever sees it.',
      training:
        'The same two networks for both losses. Every few epochs one looks at what the loss says and at the distance.',
      critic:
        'A critic gives real digits higher scores than generated ones, and a penalty keeps its slope near 1 between them. Then the difference of the mean scores approaches the Wasserstein distance: how far the generated digits would have to be moved to become the real ones. The penalty is a gradient’s length, so its own gradient needs second derivatives.',
      discriminator:
        'A discriminator with the non-saturating loss of the original GAN. Its loss is a cross-entropy: it is small where the discriminator is right.',
      compare: 'Loss and distance of each look, and how the two go together.',
    },
    conclusion:
      'The critic’s loss falls with the distance, so one can watch it, as that of a classifier. The discriminator’s rises while pictures get better, as it is fooled more and more; it says who is winning, not how good the pictures are.',
    settings: {
      images: 'number of images, both parts together',
      hidden: 'features of each hidden layer of both networks',
      noiseSize: 'numbers that an image is made of',
      epochs: 'number of epochs',
      batchSize: 'images in a batch',
      learningRate: 'learning rate of both networks',
      steps: 'steps of the critic for one of the generator',
      r1: 'factor of the R1 penalty of the discriminator',
      judgeEpochs: 'epochs of the network that reads digits',
      every: 'epochs from one look to the next',
      seed: 'same seed, same result',
    },
    numbers: {
      criticFalls: 'the critic’s last loss as a share of its first',
      distanceFalls: 'the last Fréchet distance as a share of the first',
      criticCorrelation: 'correlation of the critic’s loss with the distance',
      otherCorrelation: 'the same of the discriminator’s loss',
    },
  },
  es: {
    title: 'Una pérdida que dice cómo de buenas son las muestras: WGAN-GP',
    question: '¿Avisa la pérdida de una GAN de que sus imágenes mejoran?',
    regions: {
      judge:
        'Cifras reales de 8 por 8 píxeles, y una red que las lee. La distancia de Fréchet de sus características dice cuánto distan las cifras inventadas de las reales; ninguna de las GAN llega a verla.',
      training:
        'Las mismas dos redes con ambas pérdidas. Cada pocas épocas se mira lo que dice la pérdida y cuánto es la distancia.',
      critic:
        'Un crítico (critic) da a las cifras reales puntuaciones más altas que a las generadas, y una penalización mantiene su pendiente cerca de 1 entre unas y otras. Así, la diferencia entre las puntuaciones medias se acerca a la distancia de Wasserstein: cuánto habría que mover las cifras generadas para convertirlas en las reales. La penalización es la longitud de un gradiente, de modo que el suyo necesita segundas derivadas.',
      discriminator:
        'Un discriminador (discriminator) con la pérdida no saturante de la GAN original. Su pérdida es una entropía cruzada: es pequeña cuando el discriminador acierta.',
      compare: 'Pérdida y distancia en cada mirada, y cómo van una con otra.',
    },
    conclusion:
      'La pérdida del crítico baja con la distancia, así que se puede vigilar como la de un clasificador. La del discriminador sube mientras las imágenes mejoran, porque cada vez lo engañan más: dice quién va ganando, no cómo de buenas son las imágenes.',
    settings: {
      images: 'número de imágenes, ambas partes juntas',
      hidden: 'características de cada capa oculta de ambas redes',
      noiseSize: 'números de los que se hace una imagen',
      epochs: 'número de épocas',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje de ambas redes',
      steps: 'pasos del crítico por cada uno del generador',
      r1: 'factor de la penalización R1 del discriminador',
      judgeEpochs: 'épocas de la red que lee cifras',
      every: 'épocas de una mirada a la siguiente',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      criticFalls: 'la última pérdida del crítico, como parte de la primera',
      distanceFalls: 'la última distancia de Fréchet, como parte de la primera',
      criticCorrelation: 'correlación de la pérdida del crítico con la distancia',
      otherCorrelation: 'la misma, de la pérdida del discriminador',
    },
  },
};
