import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { digitsByRowsNumbers } from './numbers.js';

export const digitsByRowsTexts: LessonTexts<typeof settings, typeof digitsByRowsNumbers.expectations> = {
  en: {
    title: 'Digits, row by row',
    question: 'Can a network that sees one row of pixels at a time read a digit?',
    regions: {
      data: 'Ten thousand digits of MNIST, 8,000 to learn from and 2,000 to test. An image is a sequence of 28 steps, the rows from top to bottom, of 28 pixels each.',
      model:
        'An LSTM reads the rows. A linear map of its state after the last one scores the ten digits: it must remember what it saw above.',
      training:
        'Cross-entropy, Adam, and a learning rate that rises and falls once. Gradients go back through 28 steps.',
      test: 'The share of digits that are read right, on images that it has not seen, and how long training took.',
      rows: 'One image 28 times in a batch, of lengths 1 to 28: what lies beyond a length isn’t read. So one sees what it believes after each row.',
    },
    conclusion:
      'More than 95 % without a convolution: the state carries strokes from row to row. For the first rows all digits look alike; most are settled before the last row, which is empty.',
    settings: {
      source: 'mnist, or digits for those that need no download',
      images: 'number of images, both parts together',
      classes: 'how many digits, from 0 on',
      hiddenSize: 'size of the state',
      epochs: 'number of epochs',
      batchSize: 'images in a batch',
      learningRate: 'largest learning rate of the cycle',
      seed: 'same seed, same result',
    },
    numbers: {
      accuracy: 'test accuracy',
      different: 'largest difference of a probability when all rows are read with a length, and without',
    },
  },
  es: {
    title: 'Dígitos, fila a fila',
    question: '¿Puede leer un dígito una red que ve una sola fila de píxeles cada vez?',
    regions: {
      data: 'Diez mil dígitos de MNIST: 8.000 para aprender y 2.000 para probar. Una imagen es una secuencia de 28 pasos, las filas de arriba abajo, de 28 píxeles cada una.',
      model:
        'Una LSTM lee las filas. Una función lineal de su estado tras la última puntúa los diez dígitos: debe recordar lo que vio arriba.',
      training:
        'Entropía cruzada (cross-entropy), Adam y una tasa de aprendizaje que sube y baja una vez. Los gradientes retroceden 28 pasos.',
      test: 'La parte de los dígitos que lee bien, en imágenes que no ha visto, y cuánto duró el entrenamiento.',
      rows: 'Una imagen 28 veces en un lote, con longitudes de 1 a 28: lo que está más allá de la longitud no se lee. Así se ve lo que cree después de cada fila.',
    },
    conclusion:
      'Más del 95 % sin ninguna convolución: el estado lleva los trazos de fila en fila. En las primeras filas todos los dígitos se parecen; la mayoría se decide antes de la última, que está vacía.',
    settings: {
      source: 'mnist, o digits para los que no necesitan descarga',
      images: 'número de imágenes, ambas partes juntas',
      classes: 'cuántos dígitos, desde el 0',
      hiddenSize: 'tamaño del estado',
      epochs: 'número de épocas',
      batchSize: 'imágenes por lote',
      learningRate: 'mayor tasa de aprendizaje del ciclo',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      accuracy: 'exactitud en la prueba',
      different: 'mayor diferencia de una probabilidad al leer todas las filas con longitud y sin ella',
    },
  },
};
