import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { segmentationNumbers } from './numbers.js';

export const segmentationTexts: LessonTexts<typeof settings, typeof segmentationNumbers.expectations> = {
  en: {
    title: 'Segmentation: a U-Net finds shapes',
    question:
      'How does a network say for each pixel what it belongs to, and by which loss does it learn that?',
    regions: {
      data: 'Circles, squares and triangles of any place, size and brightness, in noise; the class of each pixel is known, as we draw them. Most pixels are background.',
      training:
        'A U-Net makes the picture smaller twice and larger again; on the way up it sees once more what it saw on the way down, so that edges stay sharp. It is trained twice: with cross-entropy, the mean over pixels, and with the Dice loss, which measures how much regions overlap. The metric is the mean IoU: what prediction and truth have in common, divided by what either has, averaged over classes.',
      classes: 'The same of each class: IoU, the overlap of what was predicted and what is there.',
      predictions: 'Pictures of the test set, their shapes, and what the two networks make of them.',
    },
    conclusion:
      'Calling everything background would be right for most pixels, and have a mean IoU of a quarter of that. Both losses do far better: cross-entropy counts pixels, Dice counts classes, so that small ones count as much as large ones.',
    settings: {
      images: 'number of pictures to learn from',
      size: 'side of a picture in pixels',
      shapes: 'shapes in a picture',
      kinds: 'kinds of shapes, up to three',
      noise: 'standard deviation of the noise',
      width: 'channels of the first level, twice as many in each next one',
      epochs: 'number of epochs',
      batchSize: 'pictures in a batch',
      learningRate: 'learning rate of Adam',
      seed: 'same seed, same result',
    },
    numbers: {
      background: 'share of the pixels that are background',
      entropyIoU: 'mean IoU with cross-entropy',
      diceIoU: 'mean IoU with the Dice loss',
    },
  },
  es: {
    title: 'Segmentación: una U-Net encuentra formas',
    question: '¿Cómo dice una red de cada píxel a qué pertenece, y con qué pérdida (loss) lo aprende?',
    regions: {
      data: 'Círculos, cuadrados y triángulos de cualquier lugar, tamaño y brillo, con ruido; se conoce la clase de cada píxel, pues los dibujamos nosotros. La mayoría de los píxeles son fondo.',
      training:
        'Una U-Net reduce la imagen dos veces y la vuelve a ampliar; al ampliarla ve otra vez lo que vio al reducirla, y así los bordes quedan nítidos. Se entrena dos veces: con entropía cruzada (cross-entropy), la media sobre los píxeles, y con la pérdida de Dice, que mide cuánto se solapan las regiones. La métrica es la IoU media: lo que tienen en común la predicción y la verdad, dividido por lo que tiene una u otra, promediado sobre las clases.',
      classes: 'Lo mismo de cada clase: IoU, el solapamiento de lo predicho y lo que hay.',
      predictions: 'Imágenes de prueba, sus formas y lo que hacen de ellas las dos redes.',
    },
    conclusion:
      'Llamar fondo a todo acertaría en la mayoría de los píxeles y tendría como IoU media un cuarto de eso. Ambas pérdidas lo hacen mucho mejor: la entropía cruzada cuenta píxeles y Dice cuenta clases, de modo que las pequeñas pesan tanto como las grandes.',
    settings: {
      images: 'número de imágenes de las que se aprende',
      size: 'lado de una imagen en píxeles',
      shapes: 'formas en una imagen',
      kinds: 'tipos de formas, hasta tres',
      noise: 'desviación típica del ruido',
      width: 'canales del primer nivel, el doble en cada siguiente',
      epochs: 'número de épocas',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje de Adam',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      background: 'parte de los píxeles que son fondo',
      entropyIoU: 'IoU media con entropía cruzada',
      diceIoU: 'IoU media con la pérdida de Dice',
    },
  },
};
