import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { digitsCnnNumbers } from './numbers.js';

export const digitsCnnTexts: LessonTexts<typeof settings, typeof digitsCnnNumbers.expectations> = {
  en: {
    title: 'A convolutional network for digits: SGD and AdaDelta',
    question:
      'Does a small convolutional network learn handwritten digits, and does it depend on the optimizer?',
    regions: {
      data: 'Ten thousand digits of MNIST, a fifth of which is held out: 8,000 to learn from, 2,000 to test.',
      network:
        'Two convolutions of 32 filters, a pooling, and a third convolution of only two filters, so that 200 features are left; then two linear layers.',
      training: 'Cross-entropy on batches of 64; after each epoch the test set is evaluated.',
      optimizers:
        'Twice the same: once with SGD, whose learning rate is large and whose momentum makes it larger, once with AdaDelta, which scales each step by what gradients and steps were before.',
      report: 'Precision, recall and F1 of each digit for AdaDelta, and the accuracy of SGD beside it.',
    },
    conclusion:
      'AdaDelta needs no learning rate and reaches more than 95 %. With SGD it is a matter of luck: the two filters are a narrow passage, and where large steps push both below zero, ReLU lets no gradient through and the loss stays at ln 10 = 2.30. Other seeds show both ends.',
    settings: {
      source: 'mnist, or digits for those that need no download',
      images: 'number of images, both parts together',
      classes: 'how many digits, from 0 on',
      epochs: 'number of epochs',
      batchSize: 'images in a batch',
      learningRate: 'learning rate of SGD',
      momentum: 'momentum of SGD',
      seed: 'same seed, same result',
    },
    numbers: {
      parameters: 'weights of the network',
      adadeltaAccuracy: 'test accuracy with AdaDelta',
      lead: 'by how much AdaDelta is ahead of SGD',
    },
  },
  es: {
    title: 'Una red convolucional para dígitos: SGD y AdaDelta',
    question:
      '¿Aprende una red convolucional pequeña los dígitos manuscritos, y depende del optimizador (optimizer)?',
    regions: {
      data: 'Diez mil dígitos de MNIST, de los que se reserva un quinto: 8.000 para aprender y 2.000 para probar.',
      network:
        'Dos convoluciones de 32 filtros, un agrupamiento (pooling) y una tercera convolución de solo dos filtros, que deja 200 características; después, dos capas lineales.',
      training:
        'Entropía cruzada (cross-entropy) en lotes de 64; después de cada época se evalúa el conjunto de prueba.',
      optimizers:
        'Dos veces lo mismo: una con SGD, con una tasa de aprendizaje grande que el momento (momentum) aumenta, y otra con AdaDelta, que ajusta cada paso según los gradientes y pasos anteriores.',
      report: 'Precisión, exhaustividad y F1 de cada dígito con AdaDelta, y al lado la exactitud con SGD.',
    },
    conclusion:
      'AdaDelta no necesita tasa de aprendizaje y supera el 95 %. Con SGD es cuestión de suerte: los dos filtros son un paso estrecho y, si los pasos grandes llevan ambos por debajo de cero, ReLU no deja pasar ningún gradiente y la pérdida se queda en ln 10 = 2,30. Otras semillas muestran ambos finales.',
    settings: {
      source: 'mnist, o digits para los que no necesitan descarga',
      images: 'número de imágenes, ambas partes juntas',
      classes: 'cuántos dígitos, desde el 0',
      epochs: 'número de épocas',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje de SGD',
      momentum: 'momento de SGD',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      parameters: 'pesos de la red',
      adadeltaAccuracy: 'exactitud en la prueba con AdaDelta',
      lead: 'ventaja de AdaDelta sobre SGD',
    },
  },
};
