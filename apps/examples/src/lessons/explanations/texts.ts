import type { LessonTexts } from '../../course/lesson.js';
import type { settings } from './lesson.js';
import type { explanationsNumbers } from './numbers.js';

export const explanationsTexts: LessonTexts<typeof settings, typeof explanationsNumbers.expectations> = {
  en: {
    title: 'What did the network look at? Grad-CAM, saliency, occlusion',
    question: 'How does one see what in a picture speaks for a class, and how does one check that?',
    regions: {
      data: 'A digit in one quarter of each picture, digits in pieces in the other three. The network is told which digit it is, never where.',
      network:
        'Four convolutions, each with batch norm and ReLU, and the mean over all places: whatever it finds, it forgets where.',
      receptive:
        'How much of the picture an output of each block depends on: each convolution adds to it, and each pooling doubles what the next ones add.',
      maps: 'Three maps for the digit that is there. Grad-CAM weighs the feature maps of the last block by how much the score grows with them. Saliency is how much the score changes with each pixel. Occlusion covers one square after another, and sees by how much the probability falls.',
      pointing:
        'The pointing game: is the strongest pixel of a map in the quarter that has the digit? Pointing at random would be right in 25 %.',
      picture: 'Five pictures with their maps, one kind in each row.',
    },
    conclusion:
      'The network was never told where digits are, and yet its maps show it: to know which digit it is, it has to look there. Grad-CAM and occlusion point well and coarsely, saliency is fine and noisy.',
    settings: {
      images: 'number of pictures, both parts together',
      tested: 'how many of them are held out',
      classes: 'how many digits, from 0 on',
      epochs: 'number of epochs',
      batchSize: 'pictures in a batch',
      learningRate: 'learning rate of Adam',
      seed: 'same seed, same result',
    },
    numbers: {
      testAccuracy: 'test accuracy',
      seen: 'side of the receptive field of the last block, in pixels',
      camPoints: 'share of pictures in which Grad-CAM points at the digit',
      saliencyPoints: 'the same of saliency',
      occlusionPoints: 'the same of occlusion',
    },
  },
  es: {
    title: '¿Qué miró la red? Grad-CAM, saliencia, oclusión',
    question: '¿Cómo se ve qué parte de una imagen habla a favor de una clase, y cómo se comprueba?',
    regions: {
      data: 'Un dígito en un cuarto de cada imagen y dígitos en pedazos en los otros tres. A la red se le dice qué dígito es, nunca dónde está.',
      network:
        'Cuatro convoluciones, cada una con normalización por lotes y ReLU, y la media sobre todos los lugares: encuentre lo que encuentre, olvida dónde.',
      receptive:
        'De qué parte de la imagen depende una salida de cada bloque (campo receptivo): cada convolución la aumenta, y cada agrupamiento duplica lo que añaden las siguientes.',
      maps: 'Tres mapas para el dígito que hay. Grad-CAM pondera los mapas de características del último bloque según cuánto crece con ellos la puntuación. La saliencia es cuánto cambia la puntuación con cada píxel. La oclusión tapa un cuadrado tras otro y mira cuánto baja la probabilidad.',
      pointing:
        'El juego de señalar: ¿está el píxel más fuerte de un mapa en el cuarto que tiene el dígito? Señalar al azar acertaría en el 25 %.',
      picture: 'Cinco imágenes con sus mapas, un tipo en cada fila.',
    },
    conclusion:
      'Nunca se le dijo a la red dónde están los dígitos, y aun así sus mapas lo muestran: para saber qué dígito es, tiene que mirar ahí. Grad-CAM y la oclusión señalan bien pero a grandes rasgos; la saliencia es fina y ruidosa.',
    settings: {
      images: 'número de imágenes, ambas partes juntas',
      tested: 'cuántas de ellas se reservan',
      classes: 'cuántos dígitos, desde el 0',
      epochs: 'número de épocas',
      batchSize: 'imágenes por lote',
      learningRate: 'tasa de aprendizaje de Adam',
      seed: 'misma semilla, mismo resultado',
    },
    numbers: {
      testAccuracy: 'exactitud en la prueba',
      seen: 'lado del campo receptivo del último bloque, en píxeles',
      camPoints: 'parte de las imágenes en que Grad-CAM señala el dígito',
      saliencyPoints: 'lo mismo de la saliencia',
      occlusionPoints: 'lo mismo de la oclusión',
    },
  },
};
