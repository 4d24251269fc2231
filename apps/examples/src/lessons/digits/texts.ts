import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { digitsNumbers } from './numbers.js';

export const digitsTexts: LessonTexts<typeof settings, typeof digitsNumbers.expectations> = {
  en: {
    title: 'Digits with the library: the same in a few lines',
    question: 'What is left to write when the library knows layers, gradients and training?',
    regions: {
      data: 'The same digits: a thousand to learn from, nine thousand others for the test. Subsets take the place of loops that copy.',
      model:
        'Layers are named, not written. The image is flattened; two hidden layers of 20 units with ReLU follow, and 10 scores.',
      training:
        '`fit` does what the loop by hand did: forward, loss, backward, step. The cross-entropy contains the softmax; batches of twenty images take the place of single ones.',
      test: '`evaluate` computes loss and accuracy on data that was not learned from.',
    },
    conclusion:
      'About 83 of 100 unseen digits are right after 10 epochs instead of 40. The two lessons compute the same kind of thing; here the derivatives are the library’s.',
    settings: {
      epochs: 'number of epochs',
      learningRate: 'learning rate',
      batchSize: 'images in a batch',
      images: 'digits to learn from',
      tested: 'digits to be tested on',
      seed: 'same seed, same result',
    },
    numbers: { accuracy: 'accuracy on the other digits' },
  },
  es: {
    title: 'Dígitos con la biblioteca: lo mismo en pocas líneas',
    question: '¿Qué queda por escribir cuando la biblioteca conoce capas, gradientes y entrenamiento?',
    regions: {
      data: 'Los mismos dígitos: mil para aprender y otros nueve mil para la prueba (test). Los subconjuntos (subsets) sustituyen a los bucles que copian.',
      model:
        'Las capas (layers) se nombran, no se escriben. La imagen se aplana (flatten); siguen dos capas ocultas de 20 unidades con ReLU y 10 puntuaciones.',
      training:
        '`fit` hace lo que hacía el bucle a mano: paso hacia delante, pérdida (loss), paso hacia atrás y actualización. La entropía cruzada (cross-entropy) contiene softmax; los lotes (batches) de veinte imágenes sustituyen a las imágenes sueltas.',
      test: '`evaluate` calcula la pérdida y la exactitud (accuracy) con datos que no se han usado para aprender.',
    },
    conclusion:
      'Acierta unos 83 de cada 100 dígitos que no ha visto, con 10 épocas en vez de 40. Las dos lecciones calculan lo mismo en esencia; aquí las derivadas son de la biblioteca.',
    settings: {
      epochs: 'número de épocas',
      learningRate: 'tasa de aprendizaje',
      batchSize: 'imágenes por lote',
      images: 'dígitos para aprender',
      tested: 'dígitos para la prueba',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: { accuracy: 'exactitud en los otros dígitos' },
  },
};
