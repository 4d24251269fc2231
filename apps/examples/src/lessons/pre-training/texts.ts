import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { preTrainingNumbers } from './numbers.js';

export const preTrainingTexts: LessonTexts<typeof settings, typeof preTrainingNumbers.expectations> = {
  en: {
    title: 'Many images, few labels',
    question: 'What are images good for whose labels nobody knows?',
    regions: {
      data: 'Digits of MNIST, a fifth of them held out. All others may be looked at, but only ten of each class have a label: another hundred for each seed.',
      networks:
        'A classifier of two hidden layers of 256 with sigmoids, learned by plain stochastic gradient descent: what deep networks were in 2006. Both ways have the same network, the same labels, learning rate and number of epochs, enough for either to learn its hundred images by heart.',
      compare:
        'Once from random weights; once from the encoder of a denoising autoencoder, whose layers learned one after the other to restore images in which three of ten pixels were blackened. No label is needed for that.',
    },
    conclusion:
      'Both know their hundred labels in the end, but the one that has seen images before reads more of the others: its first layers are about strokes, not about a hundred pictures. With ReLU and Adam, which learn deep networks from random weights well, less is left to gain.',
    settings: {
      source: 'mnist, or digits for those that need no download',
      images: 'number of images, both parts together',
      classes: 'how many digits, from 0 on',
      hidden: 'features of each hidden layer',
      dropout: 'share of pixels, and of features, that are replaced by 0 in pre-training',
      preEpochs: 'epochs of each level of the autoencoder',
      preRate: 'learning rate of its Adam',
      perClass: 'labelled images of each class',
      epochs: 'epochs of the classifier',
      batchSize: 'labelled images in a batch',
      learningRate: 'learning rate of SGD',
      seeds: 'number of seeds, a comparison each',
    },
    numbers: {
      without: 'accuracy on held-out images without pre-training, mean over the seeds',
      with: 'the same with it',
      gain: 'how many points it gains, mean over the seeds',
      fitted: 'largest training loss without pre-training at the end',
    },
  },
  es: {
    title: 'Muchas imágenes, pocas etiquetas',
    question: '¿Para qué sirven imágenes cuyas etiquetas nadie conoce?',
    regions: {
      data: 'Dígitos de MNIST; una quinta parte se reserva. Todos los demás se pueden mirar, pero solo diez de cada clase tienen etiqueta (label): otros cien con cada semilla.',
      networks:
        'Un clasificador con dos capas ocultas de 256 y sigmoides, entrenado por descenso de gradiente estocástico (SGD) sin más: lo que eran las redes profundas en 2006. Los dos caminos tienen la misma red, las mismas etiquetas, tasa de aprendizaje y número de épocas, suficientes para que ambos aprendan sus cien imágenes de memoria.',
      compare:
        'Una vez desde pesos aleatorios; otra desde el codificador (encoder) de un autocodificador que quita ruido (denoising autoencoder), cuyas capas aprendieron una tras otra a restaurar imágenes con tres de cada diez píxeles en negro. Para eso no hace falta ninguna etiqueta.',
    },
    conclusion:
      'Al final ambos conocen sus cien etiquetas, pero el que ya había visto imágenes lee más de las otras: sus primeras capas tratan de trazos, no de cien dibujos. Con ReLU y Adam, que entrenan bien redes profundas desde pesos aleatorios, queda menos por ganar.',
    settings: {
      source: 'mnist, o digits para los que no necesitan descarga',
      images: 'número de imágenes, ambas partes juntas',
      classes: 'cuántos dígitos, desde el 0',
      hidden: 'características de cada capa oculta',
      dropout:
        'parte de los píxeles, y de las características, que se sustituye por 0 en el preentrenamiento',
      preEpochs: 'épocas de cada nivel del autocodificador',
      preRate: 'tasa de aprendizaje de su Adam',
      perClass: 'imágenes con etiqueta de cada clase',
      epochs: 'épocas del clasificador',
      batchSize: 'imágenes con etiqueta por lote',
      learningRate: 'tasa de aprendizaje de SGD',
      seeds: 'número de semillas, una comparación cada una',
    },
    numbers: {
      without: 'exactitud con imágenes reservadas sin preentrenamiento, media de las semillas',
      with: 'lo mismo con él',
      gain: 'cuántos puntos gana, media de las semillas',
      fitted: 'mayor pérdida de entrenamiento sin preentrenamiento, al final',
    },
  },
};
