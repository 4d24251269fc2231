import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { anomaliesNumbers } from './numbers.js';

export const anomaliesTexts: LessonTexts<typeof settings, typeof anomaliesNumbers.expectations> = {
  en: {
    title: 'Anomalies: finding what doesn’t belong',
    question: 'How does one find the unusual without an example of it?',
    regions: {
      data: 'Digits of MNIST without one of the ten: the network never sees a two. A tenth of the others is put aside, for the threshold.',
      training:
        'An autoencoder learns to return the nine other digits through 10 numbers. There are no labels, and nothing says what would be unusual.',
      detector:
        'The score of an image is the squared error of its reconstruction. The threshold is the error below which 95 % of the normal images that were put aside stay. Then the whole test, with twos: the area under the ROC curve is the probability that a two has a higher score than another digit, whatever the threshold.',
      oddest:
        'The twenty images with the highest scores. Those marked as hits are of the digit that was left out; the others are odd too.',
    },
    conclusion:
      'What a network has never seen it returns badly, and the error says so. It isn’t proof: an ugly seven has a high error too, and a new digit that is made of known strokes, as a one is, a low one. Try --left-out 1.',
    settings: {
      source: 'mnist, or digits for those that need no download',
      images: 'number of images, both parts together',
      classes: 'how many digits, from 0 on',
      leftOut: 'the digit that is left out',
      hidden: 'features of the hidden layer',
      codeSize: 'numbers of the code',
      epochs: 'number of epochs',
      batchSize: 'images in a batch',
      learningRate: 'learning rate of Adam',
      quantile: 'share of normal images below the threshold',
      seed: 'same seed, same result',
    },
    numbers: {
      auc: 'area under the ROC curve',
      falseAlarms: 'share of the normal images over the threshold',
      found: 'share of the left-out digit over the threshold',
    },
  },
  es: {
    title: 'Anomalías: encontrar lo que no encaja',
    question: '¿Cómo se encuentra lo raro sin ningún ejemplo de ello?',
    regions: {
      data: 'Dígitos de MNIST sin uno de los diez: la red nunca ve un dos. Una décima parte de los demás se aparta para el umbral.',
      training:
        'Un autocodificador aprende a devolver los otros nueve dígitos pasando por 10 números. No hay etiquetas, y nada dice qué sería raro.',
      detector:
        'La puntuación de una imagen es el error cuadrático de su reconstrucción. El umbral (threshold) es el error por debajo del cual queda el 95 % de las imágenes normales apartadas. Después, toda la prueba, con los doses: el área bajo la curva ROC (AUC) es la probabilidad de que un dos puntúe más que otro dígito, sea cual sea el umbral.',
      oddest:
        'Las veinte imágenes con mayor puntuación. Las marcadas como aciertos son del dígito excluido; las demás también son raras.',
    },
    conclusion:
      'Lo que una red nunca ha visto lo devuelve mal, y el error lo dice. No es una prueba: un siete feo también tiene un error grande, y un dígito nuevo hecho de trazos conocidos, como el uno, lo tiene pequeño. Prueba --left-out 1.',
    settings: {
      source: 'mnist, o digits para los que no necesitan descarga',
      images: 'número de imágenes, ambas partes juntas',
      classes: 'cuántos dígitos, desde el 0',
      leftOut: 'el dígito que se excluye',
      hidden: 'características de la capa oculta',
      codeSize: 'números del código',
      epochs: 'número de épocas',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje de Adam',
      quantile: 'parte de las imágenes normales por debajo del umbral',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      auc: 'área bajo la curva ROC',
      falseAlarms: 'parte de las imágenes normales por encima del umbral',
      found: 'parte del dígito excluido por encima del umbral',
    },
  },
};
