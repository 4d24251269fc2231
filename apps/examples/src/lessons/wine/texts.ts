import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { wineNumbers } from './numbers.js';

export const wineTexts: LessonTexts<typeof settings, typeof wineNumbers.expectations> = {
  en: {
    title: 'Wine: a small network on a real table',
    question: 'Can a network of 13-5-5-5-3 units tell three grapes apart from 13 chemical measurements?',
    regions: {
      model: 'Three hidden layers of five units with tanh, and an output layer with a score for each grape.',
      known:
        'First a check against numbers that are known: from the same weights, on all 178 wines as one batch, PyTorch gets the same losses with the same optimizer.',
      data: 'Then in earnest. Three tenths of the wines are held out, each grape in proportion. The measurements are standardised: mean 0 and deviation 1, measured on the training set alone.',
      training: 'SGD with a little momentum on batches of eight; after each epoch the test set is evaluated.',
      report: 'Precision, recall and F1 of each grape, for the training set and the test set.',
    },
    conclusion:
      'Nearly every wine that the network has not seen is recognised. Without standardising, proline (around 750) would drown hue (around 1), and the same network would learn far more slowly.',
    settings: {
      epochs: 'number of epochs',
      batchSize: 'wines in a batch',
      learningRate: 'learning rate',
      momentum: 'momentum of SGD',
      seed: 'same seed, same result',
    },
    numbers: {
      losses: 'loss before steps 0, 50, 100, 150, 199 from known weights',
      trainAccuracy: 'accuracy on the training set',
      testAccuracy: 'accuracy on the test set',
    },
  },
  es: {
    title: 'Vino: una red pequeña con una tabla real',
    question:
      '¿Puede una red de 13-5-5-5-3 unidades distinguir tres variedades de uva a partir de 13 medidas químicas?',
    regions: {
      model:
        'Tres capas ocultas (hidden layers) de cinco unidades con tanh y una capa de salida con una puntuación para cada uva.',
      known:
        'Primero, una comprobación con números conocidos: desde los mismos pesos, con los 178 vinos en un solo lote (batch), PyTorch obtiene las mismas pérdidas con el mismo optimizador.',
      data: 'Después, de verdad. Se reservan tres décimos de los vinos, cada uva en proporción. Las medidas se estandarizan: media 0 y desviación 1, calculadas solo con el conjunto de entrenamiento (training set).',
      training:
        'SGD con un poco de momento (momentum) en lotes de ocho; después de cada época (epoch) se evalúa el conjunto de prueba (test set).',
      report:
        'Precisión (precision), exhaustividad (recall) y F1 de cada uva, para el entrenamiento y la prueba.',
    },
    conclusion:
      'La red reconoce casi todos los vinos que no ha visto. Sin estandarizar, la prolina (unos 750) taparía el matiz (alrededor de 1) y la misma red aprendería mucho más despacio.',
    settings: {
      epochs: 'número de épocas',
      batchSize: 'vinos por lote',
      learningRate: 'tasa de aprendizaje',
      momentum: 'momento de SGD',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      losses: 'pérdida antes de los pasos 0, 50, 100, 150 y 199 desde pesos conocidos',
      trainAccuracy: 'exactitud en el conjunto de entrenamiento',
      testAccuracy: 'exactitud en el conjunto de prueba',
    },
  },
};
