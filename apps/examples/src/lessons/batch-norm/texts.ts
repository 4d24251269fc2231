import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { batchNormNumbers } from './numbers.js';

export const batchNormTexts: LessonTexts<typeof settings, typeof batchNormNumbers.expectations> = {
  en: {
    title: 'Batch norm: the same network with and without',
    question: 'What does batch normalisation compute, and what does a convolutional network gain by it?',
    regions: {
      byHand:
        'Batch norm gives each feature mean 0 and variance 1 over the batch. Beside that it keeps running moments, which move a tenth of the way with each batch.',
      network:
        'The network for digits, with batch norm between each convolution and its ReLU, or with nothing there. Over images, each channel is a feature: the moments are taken over all pixels.',
      training: 'Both are trained with the same SGD, whose steps are large, from the same seed.',
      evaluation:
        'In evaluation mode the running moments are used, so that an image gets the same scores alone as in a batch.',
    },
    conclusion:
      'With batch norm the loss falls faster from the first epoch on, and large steps do no harm: what reaches each ReLU stays around zero, so about half of it passes, whatever the layers before have learned.',
    settings: {
      source: 'digits, which needs no download, or mnist',
      images: 'number of images, both parts together',
      classes: 'how many digits, from 0 on',
      epochs: 'number of epochs',
      batchSize: 'images in a batch',
      learningRate: 'learning rate',
      momentum: 'momentum of SGD',
      seed: 'same seed, same result',
    },
    numbers: {
      byHandError: 'largest difference between layer and formula',
      runningError: 'largest error of the running mean',
      aloneError: 'largest difference between one image alone and in a batch',
      normalisedAccuracy: 'test accuracy with batch norm',
      lossRatio: 'loss of the first epoch with batch norm, divided by that without',
    },
  },
  es: {
    title: 'Normalización por lotes: la misma red con y sin ella',
    question:
      '¿Qué calcula la normalización por lotes (batch norm), y qué gana con ella una red convolucional?',
    regions: {
      byHand:
        'La normalización por lotes da a cada característica media 0 y varianza 1 en el lote. Además guarda momentos móviles (running moments), que avanzan una décima parte con cada lote.',
      network:
        'La red para dígitos, con normalización entre cada convolución y su ReLU, o con nada ahí. En imágenes, cada canal es una característica: los momentos se toman sobre todos los píxeles.',
      training: 'Ambas se entrenan con el mismo SGD, de pasos grandes, desde la misma semilla.',
      evaluation:
        'En modo de evaluación se usan los momentos móviles: una imagen obtiene las mismas puntuaciones sola que en un lote.',
    },
    conclusion:
      'Con la normalización por lotes la pérdida baja más deprisa desde la primera época y los pasos grandes no hacen daño: lo que llega a cada ReLU se mantiene alrededor de cero y pasa más o menos la mitad, hayan aprendido lo que hayan aprendido las capas anteriores.',
    settings: {
      source: 'digits, que no necesita descarga, o mnist',
      images: 'número de imágenes, ambas partes juntas',
      classes: 'cuántos dígitos, desde el 0',
      epochs: 'número de épocas',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje',
      momentum: 'momento de SGD',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      byHandError: 'mayor diferencia entre la capa y la fórmula',
      runningError: 'mayor error de la media móvil',
      aloneError: 'mayor diferencia entre una imagen sola y en un lote',
      normalisedAccuracy: 'exactitud en la prueba con normalización',
      lossRatio: 'pérdida de la primera época con normalización, dividida por la de sin ella',
    },
  },
};
